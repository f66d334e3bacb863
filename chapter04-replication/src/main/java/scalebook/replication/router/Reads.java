package scalebook.replication.router;

/** Which copy a session's reads may show. */
public enum Reads {
  /** Any replica's, however old. */
  ANY,
  /** Any replica's that has what this session wrote, and what it saw before. */
  OWN,
  /** The primary's. */
  PRIMARY
}
