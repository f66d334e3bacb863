package scalebook.microservices.registry;

/**
 * The times and bounds of a registry.
 *
 * @param leaseMillis told to everybody who registers: renew three times in it
 * @param spreadMillis who must register again does it at a random moment of this time
 * @param keepMillis an entry that is not renewed for so long is dropped
 * @param tellMillis a goodbye waits at most so long until every watcher knows it
 * @param goodbyes processes that left and are remembered: they cannot register again
 */
public record Timing(
    long leaseMillis, long spreadMillis, long keepMillis, long tellMillis, int goodbyes) {
  public static final Timing DEFAULT = new Timing(1_200, 600);

  public Timing(long leaseMillis, long spreadMillis) {
    this(leaseMillis, spreadMillis, leaseMillis, 3_000, 1_000);
  }

  /**
   * A registry that begins empty knows everybody after this: an instance's call had to time out, it
   * paused, was told to register, waited its random time, and needed two more calls; each but the
   * random time takes a third of a lease.
   */
  long warmMillis() {
    return 2 * leaseMillis + spreadMillis;
  }
}
