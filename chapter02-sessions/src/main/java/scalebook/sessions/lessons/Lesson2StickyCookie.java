package scalebook.sessions.lessons;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.stage.visitors.Forged;
import scalebook.sessions.store.Ids;

/**
 * The balancer ties a visitor to a worker with a cookie. What does that lose, and what does it
 * show?
 *
 * <p>Everybody is known as long as their worker lives. With the worker its sessions die, and only
 * those. The cookie is a MAC of the worker's name: a forged one fits nobody, and is no error.
 *
 * <pre>./book sticky-cookie --users 2000</pre>
 */
@Command(
    name = "sticky-cookie",
    description = "the balancer remembers your worker in a cookie: what is lost with the worker?")
@Idea(value = StickyCookie.class, method = "StickyCookie.pick", test = "affinity.AffinityTest")
public final class Lesson2StickyCookie extends Lesson {
  private static final int WORKERS = 4;
  private static final int VICTIM = 2;

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size count = size(600, 160);

  private int users;

  @Override
  protected void tell(Story story) throws Exception {
    users = count.get();
    story.question(
        "%d users stick to %d workers by a cookie. Who is lost, and when?", users, WORKERS);
    SiteCluster.Setup setup = SiteCluster.Setup.of(Site.of("", Store.MEMORY), WORKERS);
    try (SiteCluster site = new SiteCluster(lab(), setup, story::event)) {
      site.use(Strategy.STICKY_COOKIE);
      Crowd crowd = site.crowd(Strategy.STICKY_COOKIE, users, 2);
      crowd.logIn();
      Story.Table table = story.table("what happened", "strangers", "of users");
      Set<Integer> nothing = crowd.strangers();
      table.row("nothing", nothing.size(), users);
      story.claim("as long as the workers live, everybody is known", nothing.isEmpty());

      forge(story, site, table);

      String victim = site.kill(VICTIM);
      Set<Integer> lost = crowd.strangers();
      table.row("kill -9 " + victim, lost.size(), users);
      story.figure("lostShare", lost.size() / (double) users);
      story.claim(
          "a dead worker takes exactly its own sessions along",
          !lost.isEmpty() && lost.equals(crowd.at(victim)));

      Crowd forgetful = site.crowd(Strategy.STICKY_COOKIE, users, 3);
      forgetful.logIn();
      forgetful.each(browser -> browser.forget(StickyCookie.NAME));
      int strangers = forgetful.strangers().size();
      table.row("the cookie is lost", strangers, users);
      story.claim("without the cookie it is chance again", strangers > users / 2);
    }
  }

  /**
   * ① Cookies that we did not make: random ones, and every good one with one letter changed. ② Not
   * its last one: that has bits which mean nothing.
   */
  private void forge(Story story, SiteCluster site, Story.Table table) throws Exception {
    Map<String, Integer> served = new ConcurrentHashMap<>();
    AtomicInteger wrong = new AtomicInteger();
    AtomicInteger telling = new AtomicInteger();
    Crowd forgers = site.crowd(Strategy.STICKY_COOKIE, users, 4);
    forgers.all(
        (user, browser, connection) -> {
          String good = cookieOf(browser.get(connection, "/"), browser);
          telling.addAndGet(good.contains("worker") || good.contains("127.") ? 1 : 0);
          String changed = Forged.oneLetter(good, user % (good.length() - 1)); // ②
          browser.set(StickyCookie.NAME, user % 2 == 0 ? Ids.next() : changed);
          Browser.Page page = browser.get(connection, "/");
          served.merge(page.worker(), 1, Integer::sum);
          wrong.addAndGet(page.status() == 200 && !cookieOf(page, browser).isEmpty() ? 0 : 1);
        });
    table.row("the cookie is forged", wrong.get(), users);
    int least = served.values().stream().mapToInt(count -> count).min().orElse(0);
    story.event("balancer", "forged cookies were served by %s", new TreeMap<>(served));
    story.claim(
        "a forged cookie routes nowhere special: a fresh choice, a fresh cookie, no error",
        wrong.get() == 0
            && site.workers().containsAll(served.keySet())
            && served.size() == WORKERS
            && least > users / WORKERS / 2);
    story.claim("a good one names no worker and no address", telling.get() == 0);
  }

  private static String cookieOf(Browser.Page page, Browser browser) throws IOException {
    boolean fresh = page.headers().getOrDefault("set-cookie", "").contains(StickyCookie.NAME + "=");
    return fresh ? browser.cookie(StickyCookie.NAME).orElseThrow() : "";
  }

  public static void main(String[] args) {
    run(new Lesson2StickyCookie(), args);
  }
}
