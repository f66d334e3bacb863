package scalebook.transactions.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.choreography.ChoreographedOrders;
import scalebook.transactions.choreography.Flow;
import scalebook.transactions.choreography.Participant;
import scalebook.transactions.saga.LocalStep;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.EventCalls;
import scalebook.transactions.stage.EventFlow;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Places;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ProtocolCost;
import scalebook.transactions.stage.ShopDatabases;

/**
 * The saga of 7.4 without an orchestrator: three services hear each other's events, and nobody but
 * the run itself knows the whole flow.
 *
 * <pre>./book choreography</pre>
 */
@Command(
    name = "choreography",
    description = "the same order by events alone: who leads, who knows?")
@Idea(
    value = {Flow.class, Participant.class},
    method = "Participant.receive",
    test = "choreography.ParticipantTest")
@Without(
    name = "outbox",
    what = "the event is a row of the step's own transaction",
    falls = {Lesson7Choreography.AGREE, Lesson7Choreography.ENDS})
@Without(
    name = "record",
    what = "a record beside the effect: this step was done",
    falls = {Lesson7Choreography.ONCE, Lesson7Choreography.LATE, Lesson7Choreography.AGREE})
@Without(
    name = "release",
    what = "inventory listens for a refused shipment, and releases",
    falls = {Lesson7Choreography.UNDONE, Lesson7Choreography.LATE, Lesson7Choreography.AGREE})
@Without(
    name = "hops",
    what = "an event that comes after more than 12 hops is refused",
    falls = Lesson7Choreography.BOUNDED)
public final class Lesson7Choreography extends Lesson {
  static final String UNDONE = "a refused shipment undoes the steps before it";
  static final String ONCE = "an event that arrives twice has its effect once";
  static final String LATE = "an event that arrives after its cancellation has no effect";
  static final String AGREE = "after each crash orders, stock and shipments agree";
  static final String ENDS = "after each crash every order ends";
  static final String BOUNDED = "a hop count ends a circle of events";

  private static final Protocol DANCE = Protocol.CHOREOGRAPHY;
  private static final List<String> KILLS = List.of("after-reserve#5");

  @Option(names = "--orders", description = "to compare with a saga (default: ${DEFAULT-VALUE})")
  private Size orders = size(12, 8);

  private ShopDatabases databases;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Three services hear each other's events. Does each order end whole or undone?");
    try (ShopDatabases opened = ShopDatabases.open(lab())) {
      databases = opened.withStream(lab());
      boolean undone = new EventFlow(story, settings().flow()).twoOrders(faults(DANCE), databases);
      EventCalls calls = new EventCalls(databases, settings());
      long twice = calls.twice();
      long late = calls.late();
      story.note("reservations when ordered twice: %d; after its cancellation: %d", twice, late);
      Aftermath.Toll toll = crashes(story);
      double unfinished = story.figure("unfinished", databases.pending());
      boolean fewer =
          ProtocolCost.compare(
              story, databases, faults(Protocol.SAGA), faults(DANCE), orders.get());
      EventCalls.Circle endless = calls.endless().circle();
      EventCalls.Circle bounded = calls.circle();
      story.note("a refused order is tried again: %s; with a hop count: %s", endless, bounded);
      story.control("choreography sends fewer messages an order than orchestration", fewer);
      story.control("without a hop count a retry by events never ends", endless.end().isEmpty());
      story.claim(UNDONE, undone);
      story.claim(ONCE, twice == 1);
      story.claim(LATE, late == 0);
      story.claim(AGREE, toll.none());
      story.claim(ENDS, unfinished == 0);
      story.claim(BOUNDED, bounded.end().isPresent());
    }
  }

  private Aftermath.Toll crashes(Story story) throws Exception {
    databases.fill();
    List<String> few = Places.OF_A_CHOREOGRAPHY.few(); // CrashMatrixTest has all
    return Aftermath.tell(story, faults(DANCE).haltsAndKills(few, KILLS));
  }

  private ChoreographedOrders.Settings settings() {
    LocalStep.Memory memory = with("record") ? LocalStep.Memory.TOMBSTONES : LocalStep.Memory.NONE;
    Flow flow = with("release") ? Flow.STANDARD : Flow.FORGETFUL;
    int hops = with("hops") ? ChoreographedOrders.Settings.ALL.mostHops() : Integer.MAX_VALUE;
    return new ChoreographedOrders.Settings(flow, memory, with("outbox"), hops);
  }

  private Faults faults(Protocol protocol) throws Exception {
    return new Faults(lab(), databases, protocol, Protocol.Settings.of(settings()));
  }

  public static void main(String[] args) {
    run(new Lesson7Choreography(), args);
  }
}
