package scalebook.microservices.lessons;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Needs;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.microservices.registry.LastKnownGood;
import scalebook.microservices.registry.Watch;
import scalebook.microservices.stage.away.Both;
import scalebook.microservices.stage.away.CutOff;
import scalebook.microservices.stage.away.Healed;
import scalebook.microservices.stage.away.Killed;

/**
 * Two registries of ours that tell each other, and three ZooKeeper nodes: one is cut off, then one
 * of each is killed, then another one.
 *
 * <pre>./book registry-fails</pre>
 */
@Command(
    name = "registry-fails",
    description = "registries are cut off and killed: ours, and ZooKeeper's")
@Needs("zookeeper")
@Idea(
    value = LastKnownGood.class,
    method = "LastKnownGood.meanwhile",
    test = "registry.LastKnownGoodTest")
@Without(
    name = "last-known-good",
    what = "the list that is kept while a registry is away",
    falls = {Lesson8RegistryFails.AWAY, Lesson8RegistryFails.LISTED})
@Without(name = "bound", what = "the bound of a list's age", falls = Lesson8RegistryFails.BOUND)
@Without(
    name = "peers",
    what = "what our registries tell each other",
    falls = {Lesson8RegistryFails.LISTED, Lesson8RegistryFails.FRESH})
@Without(
    name = "quorum",
    what = "ZooKeeper's majority for reads: its read-only mode is on",
    falls = Lesson8RegistryFails.REFUSED)
@Without(
    name = "ephemeral",
    what = "nodes that go with their session: they are permanent",
    falls = Lesson8RegistryFails.GONE)
public final class Lesson8RegistryFails extends Lesson {
  static final String AWAY = "no call fails only because the registry is away";
  static final String BOUND = "a list older than its bound is not used";
  static final String LISTED = "cut off, ours lists all it knew, a dead one too";
  static final String FRESH = "after healing, ours sees a new instance within ten polls";
  static final String REFUSED = "cut off, ZooKeeper refuses and gives no stale list";
  static final String GONE = "a killed instance's node goes within time-out and two ticks";
  private static final long BOUND_MILLIS = 300;
  private static final int MOST_QUESTIONS = 10;

  @Option(names = "--calls", description = "without a registry (default: ${DEFAULT-VALUE})")
  private Size calls = size(1_000, 200);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Who tells you where to ask when registries are cut off, or die?");
    try (Both both =
        new Both(
            lab(),
            new Both.Settings(
                with("peers"),
                with("last-known-good") ? Watch.KEEP_MILLIS : 0,
                with("bound") ? BOUND_MILLIS : Watch.KEEP_MILLIS,
                with("ephemeral"),
                !with("quorum")))) {
      int sessionMillis = both.awaitListed();
      CutOff cut = CutOff.of(both, sessionMillis); // ① one dies, one is new, and one does not hear
      Healed healed = Healed.of(both);
      Killed killed = Killed.of(both, calls.get()); // ② one of each, then another one
      rows(story, cut, healed, killed);
      claims(story, cut, healed, killed);
    }
  }

  private static void rows(Story story, CutOff cut, Healed healed, Killed killed) {
    Story.Table table = story.table("of 4 instances listed", "our two", "ZooKeeper's three");
    String ours = cut.ours() + (cut.dead() ? ", 1 dead" : "");
    table.row("cut off: 1 dies, 1 joins", ours, cut.alone().toString());
    table.row("healed", healed.ours(), healed.listed());
    table.row("1 registry killed", killed.ours(), killed.listed());
    table.row("2 registries killed", "–", killed.last().toString());
    story.note("%,d calls without any registry; %d calls failed", killed.calls(), killed.failed());
    int alone = cut.alone().listed();
    String zooKeeper = alone > 0 ? "ZooKeeper" : "ZooKeeper refuses";
    Map<String, Double> bars = Map.of("ours", 1.0 * cut.ours(), zooKeeper, 1.0 * alone);
    story.bars("a registry that is cut off lists", "", "instances", new TreeMap<>(bars));
  }

  private void claims(Story story, CutOff cut, Healed healed, Killed killed) {
    double failed = story.figure("failedRegistryAway", killed.failed());
    story.claim(AWAY, killed.calls() > 0 && failed == 0);
    story.claim(BOUND, killed.forgotten());
    story.claim(LISTED, story.figure("listed", cut.ours()) > 1 && cut.dead());
    double questions = story.figure("questionsAfterHealing", healed.questions());
    story.claim(FRESH, healed.seen() && questions <= MOST_QUESTIONS);
    double refused = story.figure("refused", cut.alone().refused() + killed.last().refused());
    boolean stale = healed.stale() || cut.alone().listed() + killed.last().listed() > 0;
    story.claim(REFUSED, refused > 0 && !stale);
    story.figure("sessionGoneMillis", cut.gone().millis());
    story.note("%s", cut.gone());
    story.claim(GONE, cut.gone().inTime());
  }

  public static void main(String[] args) {
    run(new Lesson8RegistryFails(), args);
  }
}
