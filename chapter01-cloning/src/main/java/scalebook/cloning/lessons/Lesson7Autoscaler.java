package scalebook.cloning.lessons;

import static scalebook.cloning.scaling.Scaler.Blind.KEEP;
import static scalebook.cloning.scaling.Scaler.Blind.NO_LOAD;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.scaling.Day;
import scalebook.cloning.scaling.Rule;
import scalebook.cloning.scaling.Scaler;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.elastic.Days;
import scalebook.cloning.stage.elastic.Elastic;
import scalebook.cloning.stage.elastic.OwnTracking;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * How many clones, and when?
 *
 * <p>A monitor asks, a scaler decides, the supervisor does. One threshold without memory flaps.
 * Target tracking with a tolerance and a cool-down does not, whichever of the three dies; a day of
 * its decisions is then computed, and paid for.
 *
 * <pre>./book autoscaler --seed 7</pre>
 */
@Command(name = "autoscaler", description = "how many clones, and when?")
@Idea(
    value = {Scaler.class, Rule.class},
    method = "Scaler.decide",
    test = "scaling.ScalerTest")
@Without(
    name = "memory",
    what = "tolerance and cool-down of target tracking (instead: each reading counts)",
    falls = Lesson7Autoscaler.STEADY)
@Without(
    name = "stale",
    what = "ignoring a missing or old reading (instead: it means no load)",
    falls = Lesson7Autoscaler.DEATHS)
@Without(name = "drain", what = "a leaving clone's last answers", falls = Lesson7Autoscaler.LEAVING)
@Without(
    name = "take-up",
    what = "a new scaler's look at what runs",
    falls = Lesson7Autoscaler.DEATHS)
@Without(name = "headroom", what = "a target below 100 % busy", falls = Lesson7Autoscaler.IN_TIME)
@Without(name = "scale-in", what = "giving clones back at night", falls = Lesson7Autoscaler.COST)
@Mine(value = "TargetTracking", as = "target tracking at the step")
public final class Lesson7Autoscaler extends Lesson {
  static final String STEADY = "target tracking with memory reverses at most once a step";
  static final String LEAVING = "scaling in by draining fails no request";
  static final String DEATHS = "a dead monitor or scaler stops no request and no clone";
  static final String IN_TIME = "over a day 95 % of requests wait below 0.2 s";
  static final String COST = "a day costs at most 1.5 times the least clone-seconds";
  private static final int FLOOR = 2;
  private static final int TARGET = 70; // requests a second and clone
  private static final int LIMIT = 85; // of the naive way
  private static final Scaler.Settings QUICK = new Scaler.Settings(FLOOR, 6, 1_200, 300, KEEP);
  private static final Scaler.Settings REAL = new Scaler.Settings(2, 40, 300_000, 90_000, KEEP);

  @Option(names = "--seed", description = "of the day's requests (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("The load doubles, and halves again. How many clones run, and when?");
    Story.Table table = Elastic.table(story);
    Settings workers = with("drain") ? Settings.defaults() : Settings.defaults().drainWithin(0);
    Scaler threshold = new Scaler(Rule.threshold(LIMIT), QUICK.coolDown(0));
    Elastic.Seen naive;
    Elastic.Seen seen;
    try (Cluster cluster = Cluster.open(Elastic.setup(FLOOR, workers), lab(), story::event)) {
      try (Elastic one = new Elastic(story, "one threshold", cluster, () -> threshold)) {
        naive = one.until(either(6, 4));
        naive.row(table, "one threshold", "", "").figure("reversalsNaive", naive.reversals());
      }
      try (Elastic two = new Elastic(story, "target tracking", cluster, this::tracking)) {
        seen = two.run(either(32, 26), with("take-up"), FLOOR);
        Story.Row row =
            seen.row(table, "target tracking", seen.blind().stopped(), seen.restarted().stopped());
        row.figure("reversals", seen.reversals()).figure("failed", seen.failed());
      }
    }
    seen.tell(story, naive);
    Day.Outcome day = day(story);
    story.control("one threshold reverses more than 3 times a step", naive.reversals() > 3);
    story.claim(STEADY, seen.reversals() <= 1 && seen.up().count() > 0);
    story.claim(LEAVING, seen.failed() == 0 && seen.stopped() > 0);
    int stopped = seen.blind().stopped() + seen.restarted().stopped();
    story.claim(DEATHS, seen.unanswered() == 0 && stopped == 0);
    story.claim(IN_TIME, story.figure("inTime", day.inTime()) >= 0.95);
    story.claim(COST, story.figure("cost", day.cost()) <= 1.5);
  }

  private Scaler tracking() {
    Scaler.Settings settings = with("memory") ? QUICK : QUICK.coolDown(0);
    double tolerance = with("memory") ? 0.1 : 0;
    return OwnTracking.scaler(
        own(), TARGET, tolerance, settings.blind(with("stale") ? KEEP : NO_LOAD));
  }

  private Day.Outcome day(Story story) {
    Rule tracking = Rule.tracking(with("headroom") ? TARGET : TARGET / 0.7, 0.1);
    Scaler.Settings settings = with("scale-in") ? REAL : REAL.coolDown(Long.MAX_VALUE);
    return Days.compare(story, seed, LIMIT, tracking, settings);
  }

  public static void main(String[] args) {
    run(new Lesson7Autoscaler(), args);
  }
}
