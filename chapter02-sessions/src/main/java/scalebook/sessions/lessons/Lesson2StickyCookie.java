package scalebook.sessions.lessons;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
   * ① Cookies that we did not make: random ones, a worker's name, and good ones with one letter
   * changed. Not the last one: that has bits which mean nothing.
   */
  private void forge(Story story, SiteCluster site, Story.Table table) throws Exception {
    Random random = new Random(4);
    List<String> names = site.workers();
    Crowd forgers = site.crowd(Strategy.STICKY_COOKIE, users, 4);
    forgers.visit();
    List<String> telling = new ArrayList<>();
    forgers.each(
        browser -> {
          String good = browser.cookie(StickyCookie.NAME).orElseThrow();
          telling.addAll(
              good.contains("worker") || good.contains("127.") ? List.of(good) : List.of());
          String changed = Forged.oneLetter(good, random.nextInt(good.length() - 1));
          List<String> forged = List.of(Ids.next(), changed, names.get(random.nextInt(WORKERS)));
          browser.set(StickyCookie.NAME, forged.get(random.nextInt(forged.size())));
        });
    Map<Integer, Browser.Page> pages = forgers.visit();
    long wrong = pages.values().stream().filter(page -> !page.sets(StickyCookie.NAME)).count();
    table.row("the cookie is forged", wrong, users);
    Map<String, Long> served = Crowd.served(pages);
    story.event("balancer", "forged cookies were served by %s", served);
    story.claim(
        "a forged cookie routes nowhere special: a fresh choice, a fresh cookie, no error",
        wrong == 0
            && site.workers().containsAll(served.keySet())
            && served.size() == WORKERS
            && Collections.min(served.values()) > users / WORKERS / 2);
    story.claim("a good one names no worker and no address", telling.isEmpty());
  }

  public static void main(String[] args) {
    run(new Lesson2StickyCookie(), args);
  }
}
