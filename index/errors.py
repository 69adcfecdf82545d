"""Everything that can go wrong below HTTP, each message with its remedy.

QuothError
├── CorpusMissing        no such folder, or not a folder
├── CorpusEmptied        a folder without documents, whose index has some
├── DocumentMissing      no document with this id
├── ConversationMissing  no conversation is kept under this id
├── UnreadableFile       one file could not be read; the others are not affected
├── IndexMissing         nothing has been indexed yet
├── IndexDamaged         a file of the index is not what was written
├── RecordsDamaged       the file of conversations and feedback is not what was written
├── IndexBusy            another process is writing
├── AnothersIndex        the index is that of another folder of documents
├── ReadOnly             a library that only answers is asked to change
├── ReaderMissing        the reader, or a package that it needs, is not installed
├── ReaderDamaged        a file of the reader is not what was trained
├── PlotFailed           a plot was asked for and can't be drawn or written
├── EngineUnavailable    the cluster that keeps the index is gone, or gives up
├── NotWritable          the system refuses a write: no permission, disk full
├── InvalidFile          a file that can't be taken into the corpus
├── InvalidAnswer        a saved answer that isn't one
├── InvalidQuestions     gold questions, or a saved run of them, that are none
├── InvalidSettings      a settings file that can't be understood
└── InvalidQuestion      empty, or longer than anybody asks
"""


class QuothError(Exception):
    """The root of the tree. ``str(error)`` is written for the person who has to act on it."""


class CorpusMissing(QuothError):
    """The folder of documents is not there."""


class CorpusEmptied(QuothError):
    """The folder has no documents any more; its index is kept, for it may not be mounted."""


class DocumentMissing(QuothError):
    """No document has this id (any more)."""


class ConversationMissing(QuothError):
    """Nothing was asked under this conversation id."""


class UnreadableFile(QuothError):
    """A file could not be turned into text."""


class IndexMissing(QuothError):
    """There is no index yet."""


class IndexDamaged(QuothError):
    """A file of the index fails its checksum or is gone."""


class RecordsDamaged(QuothError):
    """The file of conversations and feedback can't be read any more."""


class IndexBusy(QuothError):
    """Another process holds the writer's lock."""


class AnothersIndex(QuothError):
    """The index in a cluster was made of another folder, whose documents must not be lost."""


class ReadOnly(QuothError):
    """A library that only answers is asked to take, remove or index documents."""


class ReaderMissing(QuothError):
    """The reader's files, or the packages of the extra `reader`, are not there."""


class ReaderDamaged(QuothError):
    """A file of the reader fails its checksum, or belongs to something else."""


class PlotFailed(QuothError):
    """A plot can't be drawn: the extra `plot` is not installed, or its file can't be written."""


class EngineUnavailable(QuothError):
    """The cluster that keeps the index can't be reached, lacks a part, or has too much to do."""


class NotWritable(QuothError):
    """The system refuses a write: no permission, a full disk, a read-only file system."""


class InvalidFile(QuothError):
    """A file that can't be taken into the corpus under this name or with this content."""


class InvalidAnswer(QuothError):
    """What should be a saved answer is something else."""


class InvalidQuestions(QuothError):
    """A file of gold questions has a line that is none, or a saved run is something else."""


class InvalidSettings(QuothError):
    """The settings file holds something that Quoth doesn't know."""


class InvalidQuestion(QuothError):
    """A question that cannot be asked."""
