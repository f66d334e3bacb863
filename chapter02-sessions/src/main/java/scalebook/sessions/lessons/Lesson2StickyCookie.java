package scalebook.sessions.lessons;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.policy.Policy;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.stage.OwnRouter;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.stage.visitors.Forgers;

/**
 * The balancer ties a visitor to a worker with a cookie. When is the session lost, and what does
 * the cookie tell?
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
@Without(
    name = "cookie",
    what = "a cookie that leads back to the same worker",
    falls = {
      Lesson2StickyCookie.KNOWN,
      Lesson2StickyCookie.UNFORGEABLE,
      Lesson2StickyCookie.BLIND,
      Lesson2StickyCookie.ITS_OWN
    })
@Without(
    name = "signature",
    what = "a MAC of the worker's name in the cookie, not the name",
    falls = {Lesson2StickyCookie.UNFORGEABLE, Lesson2StickyCookie.BLIND})
@Mine(value = "StickyRouter", as = "the balancer's router")
public final class Lesson2StickyCookie extends Lesson {
  static final String KNOWN = "while its worker lives, every user is known";
  static final String UNFORGEABLE = "a forged cookie cannot choose a worker";
  static final String BLIND = "the balancer's cookie shows neither worker nor address";
  static final String ITS_OWN = "a dead worker loses exactly its own sessions";
  private static final int WORKERS = 4;
  private static final int VICTIM = 2;

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size count = size(600, 160);

  private final Map<String, Double> bars = new LinkedHashMap<>();
  private int users;

  @Override
  protected void tell(Story story) throws Exception {
    users = count.get();
    story.question(
        "%d users stick to %d workers by a cookie. How many does each fault log out?",
        users, WORKERS);
    SiteCluster.Setup setup = SiteCluster.Setup.of(Site.of("", Store.MEMORY), WORKERS);
    try (SiteCluster site = new SiteCluster(lab(), setup, story::event)) {
      site.use(policy());
      Story.Table table = story.table("what happened", "strangers", "of users");
      Crowd crowd = site.crowd(Strategy.STICKY_COOKIE, users, 2);
      crowd.logIn();
      Set<Integer> nothing = row(table, "nothing", crowd.strangers());
      List<String> workers = site.workers();
      Forgers forgers = Forgers.visit(site.crowd(Strategy.STICKY_COOKIE, users, 4), workers);
      String victim = site.kill(VICTIM);
      Set<Integer> lost = row(table, "kill -9 " + victim, crowd.strangers());
      Crowd forgetful = site.crowd(Strategy.STICKY_COOKIE, users, 3);
      forgetful.logIn();
      forgetful.each(browser -> browser.forget(StickyCookie.NAME));
      Set<Integer> homeless = row(table, "the cookie is lost", forgetful.strangers());
      story.note("%d of %d forged cookies were obeyed", forgers.obeyed(), users);
      story.bars("Users that are strangers then", "what happened", "users", bars);
      story.figure("lostShare", lost.size() / (double) users);
      story.claim(KNOWN, nothing.isEmpty());
      story.claim(UNFORGEABLE, forgers.spreadOver(workers));
      story.claim(BLIND, forgers.readable() == 0);
      story.claim(ITS_OWN, !lost.isEmpty() && lost.equals(crowd.at(victim)));
      story.control("without its cookie a user may reach any worker", homeless.size() > users / 2);
    }
  }

  private Policy policy() {
    if (!with("cookie")) {
      return Strategy.MEMORY.policy();
    }
    return with("signature")
        ? OwnRouter.or(own(), Strategy.STICKY_COOKIE.policy())
        : StickyCookie.unsigned(Policy.Kind.ROUND_ROBIN.create());
  }

  private Set<Integer> row(Story.Table table, String what, Set<Integer> strangers) {
    table.row(what, strangers.size(), users);
    bars.put(what, (double) strangers.size());
    return strangers;
  }

  public static void main(String[] args) {
    run(new Lesson2StickyCookie(), args);
  }
}
