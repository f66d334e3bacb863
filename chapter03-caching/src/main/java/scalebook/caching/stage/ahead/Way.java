package scalebook.caching.stage.ahead;

/** When a write is acknowledged. */
public enum Way {
  THROUGH("write-through"),
  BEHIND("write-behind"),
  LOGGED("write-behind with a log");

  private final String text;

  Way(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
