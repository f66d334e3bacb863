package scalebook.microservices.registry;

/**
 * The times of a registry, told to everybody who registers.
 *
 * @param leaseMillis an entry that is not renewed for so long is dropped; renew three times in it
 * @param spreadMillis who must register again does it at a random moment of this time
 */
public record Timing(long leaseMillis, long spreadMillis) {
  public static final Timing DEFAULT = new Timing(1_200, 600);

  /**
   * A registry that begins empty knows everybody after this: an instance's call had to time out, it
   * paused, was told to register, waited its random time, and needed two more calls; each but the
   * random time takes a third of a lease.
   */
  long warmMillis() {
    return 2 * leaseMillis + spreadMillis;
  }
}
