package scalebook.microservices.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.scaling.Scaler;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.microservices.queue.Backlog;
import scalebook.microservices.stage.scaling.Fronts;
import scalebook.microservices.stage.scaling.ScaledQueue;
import scalebook.microservices.stage.scaling.Steps;

/**
 * More of what is slow: workers by the age of their queue, a front by its latency. And a database
 * that nobody scales: more front only hurts it.
 *
 * <pre>./book scaling-services --requests 500</pre>
 */
@Command(
    name = "scaling-services",
    description = "workers by their queue's age, a front by its latency; the database stays")
@Idea(
    value = {Backlog.class, Scaler.class},
    method = "Backlog.share",
    test = "queue.BacklogTest")
@Without(
    name = "own",
    what = "scaling only what is slow (instead: every service alike)",
    falls = Lesson7ScalingServices.DRAINS)
@Without(
    name = "busy",
    what = "the look at busy workers before any leaves (instead: the age alone)",
    falls = Lesson7ScalingServices.STEADY)
@Without(
    name = "finish",
    what = "a leaving worker's last job",
    falls = Lesson7ScalingServices.LEAVING)
@Without(
    name = "admission",
    what = "the door that admits what the database serves (instead: own connections)",
    falls = Lesson7ScalingServices.ADMITTED)
public final class Lesson7ScalingServices extends Lesson {
  static final String DRAINS = "scaling what is slow drains the queue in half the time";
  static final String STEADY = "the number of workers reverses at most once a step";
  static final String LEAVING = "workers that leave lose no job";
  static final String ADMITTED = "with admission control the scaled front fails no request";

  /** ① Of 20 processes that we can pay for: four other services keep two, or all have as many. */
  private static final int OWN = 20 - 4 * ScaledQueue.FLOOR;

  private static final int ALIKE = 20 / 5;
  private static final double BUSY = 0.4;

  @Option(names = "--job-millis", description = "what a job takes (default: ${DEFAULT-VALUE})")
  private Size jobMillis = size(120, 50);

  @Option(names = "--requests", description = "to the database (default: ${DEFAULT-VALUE})")
  private Size requests = size(160, 80);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Load steps up. Which processes do we add, and who suffers from it?");
    int millis = jobMillis.get();
    Backlog.Goal goal = new Backlog.Goal(2 * millis, with("busy") ? BUSY : 0);
    ScaledQueue.Setup setup = new ScaledQueue.Setup(millis, goal, with("finish"));
    try (ScaledQueue own = new ScaledQueue(lab(), "own", with("own") ? OWN : ALIKE, setup);
        ScaledQueue every = new ScaledQueue(lab(), "every", ALIKE, setup)) {
      queues(story, new Steps(own, every, setup));
    }
    try (Fronts fronts = new Fronts(lab())) {
      front(story, fronts);
    }
  }

  private static void queues(Story story, Steps steps) throws Exception {
    Steps.Seen seen = steps.run();
    steps.tell(story, seen);
    story.control("four of each service never drain the queue", seen.everyLate());
    story.figure("drainSeconds", seen.millis() / 1e3);
    story.claim(DRAINS, story.figure("drainRatio", seen.ratio()) <= 0.5);
    story.claim(STEADY, story.figure("reversals", steps.own().reversals()) <= 1);
    double left = story.figure("leftBusy", steps.own().left());
    story.claim(LEAVING, story.figure("lost", seen.lost()) == 0 && left > 0);
  }

  private void front(Story story, Fronts fronts) throws Exception {
    Story.Table table =
        story.table("the front", "instances", "p90 ms", "asked", "failed", "told to wait");
    int count = requests.get();
    Fronts.Asked few = fronts.ask(count, false);
    double before = fronts.millis();
    table.row("as it was", fronts.count(), before, count, few.failed(), "–");
    fronts.scaleBy(before);
    Fronts.Asked many = fronts.ask(count, false);
    table.row("by latency", fronts.count(), fronts.millis(), count, many.failed(), "–");
    Fronts.Asked admitted = fronts.ask(count, with("admission"));
    long later = admitted.toldLater();
    table.row("by latency, admission", fronts.count(), "–", count, admitted.failed(), later);
    story.figure("toldLater", later);
    double failed = story.figure("failedOverscaled", many.failed());
    story.control("a larger front over a fixed database fails requests", failed > few.failed());
    story.claim(ADMITTED, story.figure("failedAdmitted", admitted.failed()) == 0);
  }

  public static void main(String[] args) {
    run(new Lesson7ScalingServices(), args);
  }
}
