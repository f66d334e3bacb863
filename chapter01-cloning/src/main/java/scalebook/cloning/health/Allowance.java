package scalebook.cloning.health;

/** What retries cost, and who pays. */
public interface Allowance {
  /** A first call is made. */
  void request();

  /** Takes one retry, if there is one to take. */
  boolean tryRetry();
}
