"""Keep few uploaded files: any visitor can send some, also where no page asks for one.

Streamlit 1.67 limits the size of each file, and keeps all of them in the server's
memory until their visitor has left.
"""

import functools
import threading

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

# The page reads a file in the run that follows it. A visitor has one uploader, whose
# old file is deleted after a new one has come.
MOST_OF_A_VISITOR = 2
MOST_BYTES = 48_000_000  # of all visitors


class Kept:
    """The files of one server, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sizes: dict[tuple[str, str], int] = {}

    def add(self, session: str, file: str, size: int) -> list[tuple[str, str]]:
        """Note a new file; return the files that have to go for it, as (session, file).

        A file that was deleted meanwhile may be among them.
        """
        with self._lock:
            self._sizes.pop((session, file), None)
            self._sizes[session, file] = size
            mine = [each for each in self._sizes if each[0] == session]
            gone = mine[:-MOST_OF_A_VISITOR]
            left = sum(self._sizes.values()) - sum(self._sizes[each] for each in gone)
            for each in list(self._sizes):
                if left <= MOST_BYTES:
                    break
                if each not in gone:
                    gone.append(each)
                    left -= self._sizes[each]
            for each in gone:
                del self._sizes[each]
            return gone


@functools.cache
def keep_few_uploads() -> None:
    """Make the server delete the oldest files where there are too many."""
    add_file = MemoryUploadedFileManager.add_file
    kept = Kept()

    def add(
        manager: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec
    ) -> None:
        add_file(manager, session_id, file)
        for session, old in kept.add(session_id, file.file_id, len(file.data)):
            manager.remove_file(session, old)

    MemoryUploadedFileManager.add_file = add  # type: ignore[assignment, method-assign]
