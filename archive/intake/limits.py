"""How much an upload may ask of the machine; all of it is checked before the work is done."""

from archive.pixels import MOST_PIXELS

__all__ = ["MOST_PIXELS"]

#: A scanner's uncompressed TIFF of 60 megapixels has 180 MB.
PHOTOGRAPH_BYTES = 250 * 2**20
#: Three hours of a recorder's WAV, in stereo with 48 kHz, are just below it.
VOICE_BYTES = 2 * 2**30
#: An hour of a phone's HD video, of 9 megabits a second.
VIDEO_BYTES = 4 * 2**30
MOST_BYTES = max(PHOTOGRAPH_BYTES, VOICE_BYTES, VIDEO_BYTES)
#: A side of a JPEG, by libjpeg; the format itself ends at 65,535.
LONGEST_SIDE = 65_500
#: An ICC profile of a printing press has 2 MB; what is longer is no profile.
PROFILE_BYTES = 4 * 2**20
#: In seconds. No conversation is longer; a container that says so is broken or made up.
LONGEST = 12 * 3600
#: What is missing of the length that a file declares, before it counts as cut off: a part, or seconds.
CUT_OFF_PART, CUT_OFF_SECONDS = 0.02, 1
#: The process that reads and cleans one file. A voice of three hours is made AAC in two minutes; a
#: picture with the most pixels stands in memory five times while its transparency is laid on white.
SECONDS = 10 * 60
MEMORY = 4 * 2**30
