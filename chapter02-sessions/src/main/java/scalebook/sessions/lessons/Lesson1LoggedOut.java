package scalebook.sessions.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.Matrix;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.MemorySessions;

/**
 * You log in, and the next page has never heard of you.
 *
 * <p>Each worker keeps sessions in its own memory, and the balancer takes turns. Of n workers one
 * knows you: the next request meets another one (n-1) times in n. Worse, the stranger that you are
 * there gets a new session, and its cookie overwrites the one that was worth something.
 *
 * <pre>./book logged-out --workers 8</pre>
 */
@Command(
    name = "logged-out",
    description = "sessions in each worker's memory: who still knows you?")
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
        "%d users log in at one of %d workers. Who is known at the next visit?", many, workers);
    double expected = 1 - 1.0 / workers;
    double first = 0;
    double last = 0;
    SiteCluster.Setup setup = SiteCluster.Setup.of(Site.of("", Store.MEMORY), workers);
    try (SiteCluster site = new SiteCluster(lab(), setup, story::event)) {
      site.use(Strategy.MEMORY);
      Crowd crowd = site.crowd(Strategy.MEMORY, many, 1);
      crowd.logIn();
      Story.Table table = story.table("visit after the log-in", "strangers", "share %");
      for (int round = 1; round <= ROUNDS; round++) {
        int strangers = crowd.strangers().size();
        last = strangers / (double) many;
        table.row("visit " + round, strangers, last * 100);
        first = round == 1 ? last : first;
      }
    }
    story.figure("strangerShare", first);
    story.figure("lastStrangerShare", last);
    // ① What chance allows a share of so many users: five standard deviations.
    story.claim(
        "the next visit meets a stranger (n-1)/n of the time",
        Math.abs(first - expected) <= Matrix.tolerance(expected, many));
    // ② By chance alone, each visit would know 1/n of the users; the overwritten cookie ends that.
    story.claim(
        "and later visits find even fewer: the stranger's cookie overwrote the good one",
        last > expected + (1 - expected) / 2);
  }

  public static void main(String[] args) {
    run(new Lesson1LoggedOut(), args);
  }
}
