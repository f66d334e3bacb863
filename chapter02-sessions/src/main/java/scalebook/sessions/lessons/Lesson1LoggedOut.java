package scalebook.sessions.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.Matrix;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.MemorySessions;

/**
 * You log in, and the next page does not know you.
 *
 * <p>Each worker keeps sessions in its own memory, and the balancer takes turns. Of n workers one
 * knows you: the next request meets another one (n-1) times in n. That worker starts a new session
 * for you, and its cookie overwrites the one of the session that you had.
 *
 * <pre>./book logged-out --workers 8</pre>
 */
@Command(
    name = "logged-out",
    description = "sessions in each worker's memory: who is still logged in?")
@Idea(
    value = MemorySessions.class,
    method = "MemorySessions.open",
    test = "store.MemorySessionsTest")
public final class Lesson1LoggedOut extends Lesson {
  private static final int ROUNDS = 4;

  @Option(names = "--workers", description = "clones of the site (default: ${DEFAULT-VALUE})")
  private Size count = size(4, 4);

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(600, 200);

  @Override
  protected void tell(Story story) throws Exception {
    int many = users.get();
    int workers = count.get();
    story.question(
        "%d users log in at one of %d workers. How many are strangers at their next visit?",
        many, workers);
    double expected = 1 - 1.0 / workers;
    List<Entry.Point> measured = new ArrayList<>();
    List<Entry.Point> chance = new ArrayList<>();
    double first = 0;
    double last = 0;
    SiteCluster.Setup setup = SiteCluster.Setup.of(Site.of("", Store.MEMORY), workers);
    try (SiteCluster site = new SiteCluster(lab(), setup, story::event)) {
      site.use(Strategy.MEMORY);
      Crowd crowd = site.crowd(Strategy.MEMORY, many, 1);
      crowd.logIn();
      Story.Table table = story.table("visit after the log-in", "strangers", "% of users");
      for (int round = 1; round <= ROUNDS; round++) {
        int strangers = crowd.strangers().size();
        last = strangers / (double) many;
        table.row("visit " + round, strangers, last * 100);
        measured.add(new Entry.Point(round, last * 100));
        chance.add(new Entry.Point(round, expected * 100));
        first = round == 1 ? last : first;
      }
    }
    story.chart(
        "Strangers at each visit",
        "visit after the log-in",
        "% of users",
        Map.of("measured", measured, "by chance alone", chance));
    story.figure("strangerShare", first);
    story.figure("lastStrangerShare", last);
    claim(story, first, last, expected);
  }

  private void claim(Story story, double first, double last, double expected) {
    // ① What chance allows in a sample of this size: five standard deviations.
    story.control(
        "the next visit finds (n-1)/n of the users logged out",
        Math.abs(first - expected) <= Matrix.tolerance(expected, users.get()));
    // ② By chance alone, each visit would know 1/n of the users; the overwritten cookie ends that.
    story.control(
        "later visits lose more: new cookies overwrite good ones",
        last > expected + (1 - expected) / 2);
  }

  public static void main(String[] args) {
    run(new Lesson1LoggedOut(), args);
  }
}
