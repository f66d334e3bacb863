package scalebook.replication.stage;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import scalebook.lab.story.Story;
import scalebook.replication.raid.Level;
import scalebook.replication.raid.RebuildRisk;

/** All levels beside each other, and whether each does what it promises. */
public final class Levels {
  private static final double WINDOW = 0.05; // a rebuild takes so much of a disk's mean life
  private static final double ERRORS = 4; // standard ones

  private final RaidTrials trials;
  private final int disks;
  private boolean asPromised = true;
  private boolean asCosted = true;
  private boolean even = true;
  private boolean silent = true;
  private boolean asLikely = true;
  private int wrongReads;

  public Levels(RaidTrials trials, int disks) {
    this.trials = trials;
    this.disks = disks;
  }

  private static String key(String figure, Level level) {
    return figure + "." + level.name().toLowerCase(Locale.ROOT);
  }

  /** Losses, costs and flips. */
  public Levels tell(Story story) throws IOException {
    Story.Table table =
        story.table(
            "level",
            "capacity %",
            "writes",
            "reads at once",
            "1 of %d lost".formatted(disks),
            "2 of %d lost".formatted(disks),
            "flips found",
            "mended");
    Map<String, Double> pairs = new LinkedHashMap<>();
    for (Level level : Level.values()) {
      pairs.put(level.toString(), (double) row(table, level));
    }
    story.bars("sets of two lost disks that are survived", "", "sets", pairs);
    return this;
  }

  private int row(Story.Table table, Level level) throws IOException {
    double capacity = 100.0 * level.data(disks) / disks;
    double writes = trials.writesPerWrite(level);
    double atOnce = trials.reads(level).atOnce();
    RaidTrials.Survived one = trials.lose(level, 1);
    RaidTrials.Survived two = trials.lose(level, 2);
    RaidTrials.Flipped flips = trials.flip(level);
    asPromised &= one.asPromised() && two.asPromised();
    asCosted &= writes == level.writes(disks);
    even &= atOnce == disks;
    silent &= flips.wrongReads() > 0;
    table
        .row(
            level,
            capacity,
            writes,
            atOnce,
            one.shown(),
            two.shown(),
            flips.found(),
            flips.mended())
        .figure(key("survived", level), one.survived() + two.survived())
        .figure(key("capacity", level), capacity)
        .figure(key("writesPerWrite", level), writes)
        .figure(key("readsAtOnce", level), atOnce)
        .figure(key("flipsFound", level), flips.found())
        .figure(key("flipsMended", level), flips.mended());
    return two.survived();
  }

  /**
   * Reads while a disk is rebuilt, and the chance that others are lost meanwhile.
   *
   * @param hurry how much faster the others die once one has
   */
  public void tellRebuilds(Story story, int rebuilds, double hurry) throws IOException {
    Story.Table table =
        story.table(
            "one lost, and rebuilt", "reads at once", "wrong reads", "loses %", "predicted");
    for (Level level : Level.values()) {
      if (level != Level.RAID0) {
        rebuild(table, level, rebuilds, hurry);
      }
    }
  }

  private void rebuild(Story.Table table, Level level, int rebuilds, double hurry)
      throws IOException {
    RebuildRisk risk = new RebuildRisk(level, disks, WINDOW);
    double predicted = risk.predicted();
    double lost = risk.simulated(rebuilds, hurry, new Random(disks));
    double error = Math.sqrt(predicted * (1 - predicted) / rebuilds);
    asLikely &= Math.abs(lost - predicted) <= ERRORS * error;
    int wrong = trials.rebuild(level);
    wrongReads += wrong;
    table
        .row(level, trials.reads(level).oneLost(), wrong, percent(lost), percent(predicted))
        .figure(key("lossSimulated", level), lost)
        .figure(key("lossPredicted", level), predicted);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  public boolean surviveAsPromised() {
    return asPromised;
  }

  public boolean writeAsPredicted() {
    return asCosted;
  }

  public boolean readEvenly() {
    return even;
  }

  public boolean flipSilently() {
    return silent;
  }

  public boolean loseAsPredicted() {
    return asLikely;
  }

  public int wrongReads() {
    return wrongReads;
  }
}
