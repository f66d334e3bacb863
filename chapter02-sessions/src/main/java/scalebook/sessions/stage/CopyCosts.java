package scalebook.sessions.stage;

import java.util.HashMap;
import java.util.Map;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;

/** What copies of sessions cost: traffic on the channel, and memory in the clones. */
public record CopyCosts(SiteCluster site, Channel channel, int users) {
  private static final double TOLERANCE = 0.1;

  /**
   * With so many clones.
   *
   * @param bytes on the channel, for one log-in
   * @param entries sessions in the memory of a clone, on average
   */
  public record Cost(int clones, double bytes, double entries) {
    /** Whether the traffic is this many times as large, give or take a tenth. */
    public boolean grewAs(Cost before, double times) {
      return Math.abs(bytes / before.bytes - times) <= TOLERANCE * times;
    }
  }

  /** All users log in, are looked at where they are, and log out. */
  public Cost of(Store store) throws InterruptedException {
    site.use(Strategy.STICKY_COOKIE);
    Crowd crowd = site.crowd(store, users, 1);
    long before = channel.carried(store.path());
    crowd.logIn();
    double bytes = (channel.carried(store.path()) - before) / (double) users;
    Map<String, Long> held = new HashMap<>();
    crowd.visit().values().forEach(page -> held.put(page.worker(), page.number("held")));
    double entries = held.values().stream().mapToLong(n -> n).average().orElseThrow();
    crowd.logOut();
    return new Cost(site.workers().size(), bytes, entries);
  }
}
