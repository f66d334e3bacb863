package scalebook.sessions.lessons;

import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.SiteSettings;
import scalebook.sessions.stage.visitors.Crowd;

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
public final class Lesson1LoggedOut extends Lesson {
  private static final int ROUNDS = 4;

  @Option(names = "--workers", description = "clones of the site (default: 4)")
  private int workers = 4;

  @Option(names = "--users", description = "users that log in (default: 600, quick 200)")
  private int users;

  @Override
  protected void tell(Story story) throws Exception {
    users = users > 0 ? users : either(600, 200);
    story.question(
        "%d users log in at one of %d workers. Who is known at the next visit?", users, workers);
    double expected = 1 - 1.0 / workers;
    // ① What chance allows a share of so many users: five standard deviations.
    double tolerance = 5 * Math.sqrt(expected * (1 - expected) / users);
    try (SiteCluster site =
        SiteCluster.open(
            lab(),
            SiteCluster.Setup.of(workers),
            SiteSettings.of(""),
            story::event,
            Strategy.Store.MEMORY)) {
      site.use(Strategy.MEMORY);
      Crowd crowd = site.crowd(Strategy.MEMORY, users, 1);
      crowd.logIn();
      Story.Table table = story.table("visit after the log-in", "strangers", "share %");
      double last = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        Set<Integer> strangers = crowd.strangers();
        last = strangers.size() / (double) users;
        table.row("visit " + round, strangers.size(), last * 100);
        if (round == 1) {
          story.figure("strangerShare", last);
        }
      }
      story.figure("lastStrangerShare", last);
    }
    story.claim(
        "the next visit meets a stranger (n-1)/n of the time",
        Math.abs(story.figure("strangerShare") - expected) <= tolerance);
    // ② By chance alone, each visit would know 1/n of the users; the overwritten cookie ends that.
    story.claim(
        "and later visits find even fewer: the stranger's cookie overwrote the good one",
        story.figure("lastStrangerShare") > expected + (1 - expected) / 2);
  }

  public static void main(String[] args) {
    run(new Lesson1LoggedOut(), args);
  }
}
