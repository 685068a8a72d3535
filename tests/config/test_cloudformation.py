"""The bucket and CloudFront as a CloudFormation template: cfn-lint accepts it, and it keeps the promises."""

import subprocess
import sys
from pathlib import Path

import pytest
from cfnlint.decode import decode

from archive import paths

TEMPLATE = Path(__file__).resolve().parents[2] / "deploy" / "cloudformation" / "media.yaml"


@pytest.fixture(scope="module")
def template():
    read, problems = decode(str(TEMPLATE))
    assert problems == []
    return read


def properties(template, name):
    return template["Resources"][name]["Properties"]


def statements(template):
    """Of the bucket's policy, by their names; a conditional one as if its condition held."""
    found = properties(template, "BucketPolicy")["PolicyDocument"]["Statement"]
    found = [one["Fn::If"][1] if "Fn::If" in one else one for one in found]
    return {one["Sid"]: one for one in found}


def test_cfn_lint_has_nothing_to_say():
    command = [Path(sys.executable).with_name("cfn-lint"), "--include-checks", "I", "--", TEMPLATE]
    run = subprocess.run(command, capture_output=True, text=True)

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_bucket_is_private_encrypted_and_keeps_versions(template):
    bucket = properties(template, "Bucket")

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    [encryption] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "AccessControl" not in bucket
    assert template["Resources"]["Bucket"]["DeletionPolicy"] == "Retain"


def test_bucket_clears_what_was_left_behind_and_forgets_what_was_deleted(template):
    incoming, deleted = properties(template, "Bucket")["LifecycleConfiguration"]["Rules"]

    assert (incoming["Prefix"], incoming["ExpirationInDays"]) == (f"{paths.INCOMING}/", 7)
    assert deleted["NoncurrentVersionExpiration"] == {"NoncurrentDays": {"Ref": "KeepDeletedDays"}}
    assert deleted["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert "Prefix" not in deleted and "ExpirationInDays" not in deleted


def test_bucket_is_open_to_its_distribution_and_its_site_alone(template):
    policy = statements(template)
    allowed = {name: one for name, one in policy.items() if one["Effect"] == "Allow"}

    assert set(allowed) == {"CloudFrontReads", "SiteFilesAndReads", "SiteLists", "CloudinaryReadsPictures"}
    assert not any("*" in str(one["Action"]) or one["Principal"] == "*" for one in allowed.values())
    reads = allowed["CloudFrontReads"]
    assert (reads["Principal"], reads["Action"]) == ({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject")
    assert "${Distribution}" in str(reads["Condition"]["StringEquals"]["AWS:SourceArn"])
    files = allowed["SiteFilesAndReads"]
    assert files["Principal"] == {"AWS": {"Fn::GetAtt": ["Site", "Arn"]}}
    assert {action for action in files["Action"] if "Delete" in action} == {"s3:DeleteObject"}
    assert not any("Acl" in action for action in files["Action"])
    plain = policy["OnlyEncryptedConnections"]
    assert (plain["Effect"], plain["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_cloudinary_reads_pictures_only_and_only_if_asked_to(template):
    [conditional] = [
        one for one in properties(template, "BucketPolicy")["PolicyDocument"]["Statement"] if "Fn::If" in one
    ]
    pictures = conditional["Fn::If"][1]

    assert conditional["Fn::If"][0] == "HasCloudinary"
    assert pictures["Action"] == "s3:GetObject"
    ends = {one["Fn::Sub"].removeprefix("${Bucket.Arn}/") for one in pictures["Resource"]}
    assert ends == {
        ".wellknown/cloudinary/${CloudinaryCloudName}",
        "*/i/*",
        "thumbnails/*",
        "graphs/*",
        "*/graphs/*",
    }


def test_distribution_opens_signed_links_over_https_only(template):
    distribution = properties(template, "Distribution")["DistributionConfig"]
    behavior = distribution["DefaultCacheBehavior"]

    assert behavior["TrustedKeyGroups"] == [{"Ref": "Keys"}]
    assert behavior["ViewerProtocolPolicy"] == "https-only"
    assert behavior["AllowedMethods"] == ["GET", "HEAD"]
    assert "CacheBehaviors" not in distribution and "OriginRequestPolicyId" not in behavior
    [origin] = distribution["Origins"]
    assert origin["OriginAccessControlId"] == {"Fn::GetAtt": ["OriginAccess", "Id"]}
    assert origin["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    control = properties(template, "OriginAccess")["OriginAccessControlConfig"]
    assert (control["SigningBehavior"], control["SigningProtocol"]) == ("always", "sigv4")


def test_keys_can_be_exchanged_while_both_are_in_use(template):
    items = properties(template, "Keys")["KeyGroupConfig"]["Items"]

    assert [item["Fn::If"][:2] for item in items] == [
        ["HasFirstKey", {"Ref": "FirstKey"}],
        ["HasSecondKey", {"Ref": "SecondKey"}],
    ]
    for slot in ("First", "Second"):
        assert template["Resources"][f"{slot}Key"]["Condition"] == f"Has{slot}Key"


def test_nothing_of_a_request_goes_on_to_the_bucket(template):
    forwarded = properties(template, "Caching")["CachePolicyConfig"][
        "ParametersInCacheKeyAndForwardedToOrigin"
    ]

    assert forwarded["QueryStringsConfig"] == {"QueryStringBehavior": "none"}
    assert forwarded["CookiesConfig"] == {"CookieBehavior": "none"}
    assert forwarded["HeadersConfig"] == {"HeaderBehavior": "none"}


def test_answers_carry_the_headers_of_the_embedded_edge(template):
    policy = properties(template, "Headers")["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]

    assert security["ContentTypeOptions"] == {"Override": True}
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == "default-src 'none'; sandbox"
    assert policy["CustomHeadersConfig"]["Items"] == [
        {"Header": "Cache-Control", "Value": "private, max-age=900", "Override": True}
    ]


def test_template_holds_no_secret(template):
    assert "AWS::IAM::AccessKey" not in {one["Type"] for one in template["Resources"].values()}
    assert "PRIVATE KEY" not in TEMPLATE.read_text()
