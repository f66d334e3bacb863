package scalebook.transactions.lessons;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Blocked;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Places;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;
import scalebook.transactions.stage.Stranger;
import scalebook.transactions.twophase.Recovery;
import scalebook.transactions.twophase.TwoPhaseOrders;

/**
 * The coordinator dies between prepare and decision: the databases may not decide, and keep their
 * locks until a coordinator tells them.
 *
 * <p>Buyers and an auditor write a history meanwhile: what was asked, answered, and seen in each
 * database. A checker that knows nothing of the protocol judges it.
 *
 * <pre>./book coordinator-crash</pre>
 */
@Command(
    name = "coordinator-crash",
    description = "it dies at every step; what is in doubt blocks others until it is back")
@Idea(value = Recovery.class, method = "Recovery.round", test = "twophase.RecoveryTest")
@Without(
    name = "force",
    what = "the decision is forced to disk before the first commit",
    falls = {Lesson3CoordinatorCrash.KEPT, Lesson3CoordinatorCrash.WHOLE})
@Without(
    name = "recovery",
    what = "a coordinator ends the branches that an earlier one left prepared",
    falls = {
      Lesson3CoordinatorCrash.RELEASED,
      Lesson3CoordinatorCrash.KEPT,
      Lesson3CoordinatorCrash.WHOLE,
      Lesson3CoordinatorCrash.ENDED
    })
@Without(
    name = "presumed-abort",
    what = "a prepared branch without a decision is rolled back",
    falls = {Lesson3CoordinatorCrash.RELEASED, Lesson3CoordinatorCrash.ENDED})
@Without(
    name = "owner",
    what = "recovery knows its own branches by the coordinator's name",
    falls = Lesson3CoordinatorCrash.ALONE)
public final class Lesson3CoordinatorCrash extends Lesson {
  static final String RELEASED = "recovery ends the doubt and releases the locks";
  static final String KEPT = "no acknowledged order is lost, and no refused one appears";
  static final String WHOLE = "after recovery no order is half done";
  static final String ENDED = "after recovery no branch is in doubt";
  static final String ALONE = "recovery leaves another coordinator's branch alone";

  @Option(
      names = "--away",
      description = "how long it stays away, in ms (default: ${DEFAULT-VALUE})")
  private Size away = size(1_000, 700);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("The coordinator dies after prepare. What happens to the prepared branches?");
    try (ShopDatabases databases = ShopDatabases.open(lab())) {
      blocked(story, databases);
      databases.fill();
      try (Stranger stranger = new Stranger(databases)) {
        everythingDies(story, databases);
        story.claim(ALONE, stranger.leftAlone());
      }
    }
  }

  private Faults faults(ShopDatabases databases) throws Exception {
    Recovery.Ends ends =
        !with("recovery")
            ? Recovery.Ends.NONE
            : !with("presumed-abort")
                ? Recovery.Ends.DECIDED
                : with("owner") ? Recovery.Ends.OWN : Recovery.Ends.ANY;
    TwoPhaseOrders.Settings settings = new TwoPhaseOrders.Settings(true, with("force"), ends);
    return new Faults(lab(), databases, Protocol.TWO_PHASE, Protocol.Settings.of(settings));
  }

  /** ① Somebody wants a row that a branch in doubt locks. */
  private void blocked(Story story, ShopDatabases databases) throws Exception {
    Blocked blocked = Blocked.by(faults(databases), databases, away.get());
    blocked.tell(story);
    story.control(
        "in-doubt branches block others while the coordinator is away",
        blocked.inDoubt() > 0 && blocked.whileAway());
    story.claim(RELEASED, blocked.served().isPresent() && blocked.left() == 0);
  }

  private void everythingDies(Story story, ShopDatabases databases) throws Exception {
    Faults faults = faults(databases);
    Places places = Places.OF_TWO_PHASE_COMMIT;
    List<Aftermath> all = new ArrayList<>();
    all.add(faults.haltWhileCut("after-decision#5"));
    all.addAll(faults.haltsAndKills(places.halts(quick), places.few()));
    Aftermath.Toll toll = Aftermath.tell(story, all);
    faults.promises().tell(story);
    story.claim(KEPT, toll.allHappened() && faults.promises().placed() > 0 && toll.broken() == 0);
    story.claim(WHOLE, toll.violations() == 0);
    story.claim(ENDED, toll.inDoubt() == 0);
  }

  public static void main(String[] args) {
    run(new Lesson3CoordinatorCrash(), args);
  }
}
