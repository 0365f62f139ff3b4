"""Files of the page and the widget, held in memory, and answered with 304 to a browser that has them."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from webhooks.web.bundle import bundled

REVALIDATED = "no-cache"
SMALLEST_ZIPPED = 512
ZIPPED_TYPES = {"text/html", "text/css", "text/javascript", "image/svg+xml"}
SCRIPT = ".js"
EMBEDDED_TYPES = {"text/javascript", "image/svg+xml"}
# Pages of other origins carry the widget and the pictures it shows: without credentials, and nothing in them is secret.
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    zipped: bytes | None
    media_type: str
    etag: str

    @classmethod
    def of(cls, content: bytes, media_type: str) -> "Asset":
        worth_zipping = media_type in ZIPPED_TYPES and len(content) >= SMALLEST_ZIPPED
        return cls(
            content=content,
            zipped=gzip.compress(content, mtime=0) if worth_zipping else None,
            media_type=media_type,
            etag=hashlib.sha256(content).hexdigest()[:32],
        )

    def response(self, request: Request, *, cache_control: str = REVALIDATED) -> Response:
        """The ETag is weak because the zipped and the plain bytes are the same file to us."""
        headers = {"ETag": f'W/"{self.etag}"', "Cache-Control": cache_control, "Vary": "Accept-Encoding"}
        if self.media_type in EMBEDDED_TYPES:
            headers |= ANYWHERE
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if self.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.zipped, media_type=self.media_type, headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.content, media_type=self.media_type, headers=headers)


def assets_in(folder: Path) -> dict[str, Asset]:
    """What can be asked for, by its path below the folder. Modules in folders are part of the scripts above them."""
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.suffix != SCRIPT or path.parent == folder)
    ]
    return {path.relative_to(folder).as_posix(): Asset.of(_content(path), _media_type(path)) for path in files}


def _content(path: Path) -> bytes:
    return bundled(path).encode() if path.suffix == SCRIPT else path.read_bytes()


def _media_type(path: Path) -> str:
    """Our own answer first: a host's mime table may call JavaScript text/plain, and nosniff would then stop it."""
    ours = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
    return ours.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
