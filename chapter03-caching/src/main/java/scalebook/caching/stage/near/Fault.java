package scalebook.caching.stage.near;

/** What may happen to the messages of changed keys. */
public enum Fault {
  NONE("come"),
  LATE("come late"),
  CUT("stop: connection cut"),
  BLACK_HOLE("vanish");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
