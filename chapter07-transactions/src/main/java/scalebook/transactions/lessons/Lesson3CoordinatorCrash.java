package scalebook.transactions.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.EveryRow;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Places;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.RunningShop;
import scalebook.transactions.stage.ShopDatabases;
import scalebook.transactions.stage.Stranger;
import scalebook.transactions.twophase.Recovery;

/**
 * The coordinator dies between the promise and the decision: the databases may not decide, and must
 * keep their locks until somebody tells them.
 *
 * <pre>./book coordinator-crash</pre>
 */
@Command(
    name = "coordinator-crash",
    description = "it dies at every step; what is in doubt blocks others until it is back")
@Idea(value = Recovery.class, method = "Recovery.round", test = "twophase.RecoveryTest")
public final class Lesson3CoordinatorCrash extends Lesson {
  @Option(
      names = "--away",
      description = "how long it stays away, in ms (default: ${DEFAULT-VALUE})")
  private Size away = size(1_500, 700);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("The coordinator dies. What do three databases do that have promised?");
    try (ShopDatabases databases = ShopDatabases.open(lab());
        Stranger stranger = new Stranger(databases)) {
      blocked(story, databases);

      story.step("the coordinator dies at every step, then a database does");
      Faults faults = new Faults(lab(), databases, Protocol.TWO_PHASE);
      Places places = Places.OF_TWO_PHASE_COMMIT;
      Aftermath.Toll toll =
          Aftermath.tell(story, faults.haltsAndKills(places.halts(quick), places.few()));
      story.claim(
          "every crash happened, and after recovery no order is half done",
          toll.allHappened() && toll.violations() == 0);
      story.claim("nothing is in doubt any more", toll.inDoubt() == 0);
      story.claim("another coordinator's branch was left alone", stranger.leftAlone());
    }
  }

  /** ① One coordinator dies after the promises; somebody wants a row that one of them locks. */
  private void blocked(Story story, ShopDatabases databases) throws Exception {
    story.step("it dies when all have promised, and stays away for %d ms", away.get());
    Faults faults = new Faults(lab(), databases, Protocol.TWO_PHASE);
    int inDoubt = faults.leaveInDoubt();
    story.event("databases", "%d branches are in doubt, and hold their locks", inDoubt);
    EveryRow customer = new EveryRow(databases);
    Thread.sleep(away.get()); // the coordinator is away
    boolean waitedAllTheTime = customer.waits();
    try (RunningShop second = faults.nextShop()) {
      long recovered = second.recovered();
      story.event("coordinator", "is back, and has recovered after %d ms", recovered);
      long millis = customer.await();
      story.event("another customer", "waited %d ms for a row", millis);
      story.figure("blockedMillis", millis);
      story.claim(
          "what is in doubt blocks others as long as the coordinator is away",
          inDoubt > 0 && waitedAllTheTime && millis >= away.get());
      story.claim(
          "recovery ends the doubt and releases the locks",
          databases.invariant().check().inDoubt() == 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson3CoordinatorCrash(), args);
  }
}
