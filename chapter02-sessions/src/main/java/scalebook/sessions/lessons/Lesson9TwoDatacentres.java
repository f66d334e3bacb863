package scalebook.sessions.lessons;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.policy.Policy;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.sessions.affinity.HomeSite;
import scalebook.sessions.stage.Kept;
import scalebook.sessions.stage.TwoSites;
import scalebook.sessions.stage.WatchedStore;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.store.SitedSessions;

/**
 * A store at each of two sites, and a copy of it at the other: what is lost when a site goes dark?
 *
 * <p>The last writes, which the copy did not have yet: lag times rate. A store that fails over by
 * itself loses what its old primary acknowledged alone, unless it refuses. A SQL table loses none.
 *
 * <pre>./book two-datacentres --log-ins 2000</pre>
 */
@Command(
    name = "two-datacentres",
    description = "a site goes dark, a store fails over: which sessions are lost?")
@Idea(
    value = {SitedSessions.class, HomeSite.class},
    test = "store.SitedSessionsTest")
@Without(name = "home", what = "a cookie that names the site", falls = Lesson9TwoDatacentres.HOME)
@Without(name = "replication", what = "a copy at the other site", falls = Lesson9TwoDatacentres.LAG)
@Without(
    name = "min-replicas",
    what = "min-replicas-to-write 1",
    falls = Lesson9TwoDatacentres.REFUSED)
@Without(name = "table", what = "a SQL table as the store", falls = Lesson9TwoDatacentres.DURABLE)
public final class Lesson9TwoDatacentres extends Lesson {
  static final String HOME = "while both sites live, every user is served at home";
  static final String LAG = "a dark site loses at most lag times rate";
  static final String REFUSED = "min-replicas-to-write makes a primary without replicas refuse";
  static final String DURABLE = "a SQL table keeps every acknowledged session over a kill";
  private static final Duration WIRE = Duration.ofMillis(200);
  private static final int LATE = 50;

  @Option(names = "--log-ins", description = "until a site dies, twice (default: ${DEFAULT-VALUE})")
  private Size logIns = size(1_000, 400);

  private final Map<String, Double> bars = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A site goes dark, a store fails over. Which log-ins are lost?");
    Story.Table table = story.table("what happened", "acknowledged", "refused", "lost");
    siteGoesDark(story, table);
    storeFailsOver(story, table);
    tableAsStore(story, table);
    story.bars("Acknowledged log-ins that are lost", "what happened", "log-ins", bars);
  }

  private void siteGoesDark(Story story, Story.Table table) throws Exception {
    try (TwoSites sites = new TwoSites(lab(), WIRE, with("replication"))) {
      Policy turns = Policy.Kind.ROUND_ROBIN.create();
      sites
          .cluster()
          .use(with("home") ? new HomeSite(Site.COOKIE, TwoSites::siteOf, turns) : turns);
      long away = sites.servedAway(logIns.get() / 4);
      TwoSites.Dark dark = sites.goesDark(logIns.get());
      row(table, "site a goes dark", dark.acknowledged(), 0, dark.lost());
      story.note(
          "its copy was %,d ms behind: lag times rate is %,d log-ins",
          dark.lagMillis(), dark.atMost());
      story.figure("away", away);
      story.figure("lost", dark.lost());
      story.figure("lagTimesRate", dark.atMost());
      story.claim(HOME, away == 0);
      story.control("a dark site takes its last writes along", dark.lost() > 0);
      story.claim(LAG, dark.lost() <= dark.atMost() && dark.lostElsewhere() == 0);
    }
  }

  private void storeFailsOver(Story story, Story.Table table) {
    List<String> guard = with("min-replicas") ? WatchedStore.MIN_REPLICAS : List.of();
    List<WatchedStore.Alone> both = WatchedStore.alone(lab(), guard, LATE);
    WatchedStore.Alone plain = both.get(0);
    WatchedStore.Alone guarded = both.get(1);
    row(table, "primary cut off", plain.acknowledged(), plain.refused(), plain.lost());
    row(table, "cut off, min-replicas", guarded.acknowledged(), guarded.refused(), guarded.lost());
    story.figure("lostAlone", plain.lost());
    story.figure("lostGuarded", guarded.lost());
    story.control("a primary cut off acknowledges writes that are lost", plain.late() == LATE);
    story.claim(REFUSED, guarded.late() == 0);
  }

  private void tableAsStore(Story story, Story.Table table) {
    int count = logIns.get() / 4;
    Kept memory = Kept.inMemory(lab(), count);
    Kept sql = with("table") ? Kept.inTable(lab(), count) : memory;
    row(table, "store killed, SQL table", sql.acknowledged(), 0, sql.lost());
    double slower = story.figure("sqlSlower", sql.millis() / memory.millis());
    story.note(
        "Redis in memory lost %d of %d; in the table a log-in takes %.1f times as long",
        memory.lost(), memory.acknowledged(), slower);
    story.claim(DURABLE, sql.lost() == 0 && sql.acknowledged() == count);
  }

  private void row(Story.Table table, String what, int acknowledged, int refused, int lost) {
    table.row(what, acknowledged, refused, lost);
    bars.put(what, (double) lost);
  }

  public static void main(String[] args) {
    run(new Lesson9TwoDatacentres(), args);
  }
}
