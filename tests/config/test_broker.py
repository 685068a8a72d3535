"""The broker that needs no server: a message is there whole or not at all."""

from pathlib import Path

from kombu import Connection

from config import broker


def connection(folder: Path) -> Connection:
    folders = {name: str(folder) for name in ("data_folder_in", "data_folder_out")}
    control = folder.parent / "control"
    control.mkdir(exist_ok=True)
    return Connection("filesystem://", transport_options=folders | {"control_folder": str(control)})


def test_a_message_goes_through_the_folder(tmp_path):
    folder = tmp_path / "queue"
    folder.mkdir()
    broker.use_whole_messages()
    with connection(folder) as sender:
        assert isinstance(sender.default_channel, broker.Channel)
        sender.SimpleQueue("work").put({"build": 7})
    names = [path.name for path in folder.iterdir()]

    with connection(folder) as receiver:
        message = receiver.SimpleQueue("work").get(timeout=5)
        message.ack()

    assert [name.endswith(".work.msg") for name in names] == [True]
    assert message.payload == {"build": 7}
    assert list(folder.iterdir()) == []


def test_a_message_has_another_name_until_it_is_whole(tmp_path, monkeypatch):
    folder, seen = tmp_path / "queue", []
    folder.mkdir()
    broker.use_whole_messages()
    written = Path.write_bytes

    def write(path, data):
        seen.append([name.suffix for name in folder.iterdir()])
        count = written(path, data)
        seen.append([name.suffix for name in folder.iterdir()])
        return count

    monkeypatch.setattr(Path, "write_bytes", write)
    with connection(folder) as sender:
        sender.SimpleQueue("other").put({"build": 7})

    assert seen == [[], [".part"]]
    assert [name.suffix for name in folder.iterdir()] == [".msg"]
