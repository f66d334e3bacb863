package scalebook.sessions.stage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import scalebook.lab.Lab;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;

/** What copies of sessions cost, traffic and memory, and what is lost all the same. */
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

  /** Clones with every way to copy, of which the dead stay away. */
  public static SiteCluster open(Lab lab, Channel channel, int clones) throws Exception {
    Site shop =
        Site.of(
            "",
            Store.REPLICATED,
            Store.BUDDIES,
            Store.REPLICATED_LATER,
            Store.REPLICATED_OVER,
            Store.REPLICATED_EMPTY);
    SiteCluster.Setup setup = SiteCluster.Setup.of(shop.channel(channel.address()), clones);
    return new SiteCluster(lab, setup.deadStayAway(), (node, text) -> {});
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

  /** How many users new clones do not know, when there are so many then. */
  public int lostByGrowth(Store store, int clones) throws Exception {
    Crowd crowd = site.crowd(store, users, 1);
    crowd.logIn();
    site.scale(clones);
    site.use(Strategy.MEMORY); // in turns
    int lost = crowd.strangers().size();
    crowd.logOut();
    return lost;
  }

  /** Two tabs write at once, and their requests meet two clones. */
  public int lostByTwoTabs(Store store) throws Exception {
    site.use(Strategy.MEMORY);
    Crowd crowd = site.crowd(store, users, 2);
    crowd.logIn();
    crowd.writeTwice(site.port());
    return crowd.without(Set.of("2 book")).size();
  }

  /** Everybody writes, and as soon as the last one has the answer, a clone dies. */
  public int lostByKill(Store store, int slot) throws Exception {
    site.use(Strategy.STICKY_COOKIE);
    Crowd crowd = site.crowd(store, users, 3);
    crowd.logIn();
    crowd.all((user, browser, connection) -> browser.post(connection, "/cart", "item=book"));
    site.kill(slot);
    return crowd.without(Set.of("1 book")).size();
  }
}
