package scalebook.replication.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import scalebook.replication.raid.Level;
import scalebook.replication.raid.RaidArray.Flaw;

/** What each level does in each fault. */
public record RaidTrials(RaidTrial.Room room) {

  /** Sets of lost disks, how many of them the level survived, and whether it was as promised. */
  public record Survived(int of, int survived, boolean asPromised) {
    /** As in {@code 4 of 6}. */
    public String shown() {
      return survived + " of " + of;
    }
  }

  /** How reads spread over the disks, and over those that are left. */
  public record Reads(double atOnce, double oneLost) {}

  /** Bits that flipped: in how many blocks a reader sees it, and what a scrub does. */
  public record Flipped(int wrongReads, int found, int mended) {}

  /** How often the power went, and how often that damaged a block. */
  public record Cuts(int cuts, int damages) {}

  /** Every set of one or two disks. */
  public Survived lose(Level level, int size) throws IOException {
    int survived = 0;
    boolean asPromised = true;
    List<Set<Integer>> sets = sets(size);
    for (Set<Integer> lost : sets) {
      try (RaidTrial trial = new RaidTrial(room, level, false)) {
        trial.lose(lost);
        boolean allThere = trial.wrong(1) == 0;
        survived += allThere ? 1 : 0;
        asPromised &= allThere == level.survives(room.disks(), lost);
      }
    }
    return new Survived(sets.size(), survived, asPromised);
  }

  private List<Set<Integer>> sets(int size) {
    List<Set<Integer>> sets = new ArrayList<>();
    for (int mask = 0; mask < 1 << room.disks(); mask++) {
      if (Integer.bitCount(mask) == size) {
        sets.add(BitSet.valueOf(new long[] {mask}).stream().boxed().collect(Collectors.toSet()));
      }
    }
    return sets;
  }

  public double writesPerWrite(Level level) throws IOException {
    try (RaidTrial trial = new RaidTrial(room, level, false)) {
      return trial.writesPerWrite(room.stripes(), new Random(1));
    }
  }

  public Reads reads(Level level) throws IOException {
    try (RaidTrial trial = new RaidTrial(room, level, false)) {
      double all = trial.atOnce();
      if (!level.survives(room.disks(), Set.of(0))) {
        return new Reads(all, 0);
      }
      trial.lose(Set.of(0));
      return new Reads(all, trial.atOnce());
    }
  }

  public Flipped flip(Level level) throws IOException {
    try (RaidTrial trial = new RaidTrial(room, level, false)) {
      trial.flip();
      int wrong = trial.wrong(room.disks());
      List<Flaw> flaws = trial.scrub();
      int named = (int) flaws.stream().filter(f -> f.disk().isPresent()).count();
      int mended = named == flaws.size() ? wrong - trial.wrong(room.disks()) : 0;
      return new Flipped(wrong, flaws.size(), mended > 0 ? named : 0);
    }
  }

  /** Wrong reads while each disk in turn is lost and rebuilt, and then after losing another one. */
  public int rebuild(Level level) throws IOException {
    int wrong = 0;
    for (int disk = 0; disk < room.disks(); disk++) {
      try (RaidTrial trial = new RaidTrial(room, level, false)) {
        trial.lose(Set.of(disk));
        wrong += trial.rebuild(disk, new Random(disk));
        trial.lose(Set.of((disk + 1) % room.disks()));
        wrong += trial.wrong(1);
      }
    }
    return wrong;
  }

  /** In every write of an update the power goes, and each disk with it. */
  public Cuts cuts(Level level, boolean journaled) throws IOException {
    int cuts = 0;
    int damages = 0;
    for (int disk = 0; disk < room.disks(); disk++) {
      boolean cut = true;
      for (int write = 0; cut; write++) {
        try (RaidTrial trial = new RaidTrial(room, level, journaled)) {
          var damaged = trial.damagedByPower(write, disk);
          cut = damaged.isPresent();
          cuts += cut ? 1 : 0;
          damages += damaged.orElse(false) ? 1 : 0;
        }
      }
    }
    return new Cuts(cuts, damages);
  }
}
