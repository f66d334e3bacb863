package scalebook.cloning.stage.elastic;

import scalebook.cloning.scaling.Rule;
import scalebook.cloning.scaling.Scaler;
import scalebook.lab.Own;

/** What a reader wrote for exercise TargetTracking. */
public interface OwnTracking {
  int decide(long nowMillis, int clones, double total);

  /** The reader's, which remembers what it wanted; or ours. */
  static Scaler scaler(Own own, double target, double tolerance, Scaler.Settings settings) {
    return own.made(
            "TargetTracking",
            OwnTracking.class,
            target,
            settings.floor(),
            settings.ceiling(),
            tolerance,
            settings.coolDownMillis())
        .<Rule>map(mine -> (clones, r) -> mine.decide(r.atMillis(), clones, r.total()))
        .map(rule -> new Scaler(rule, settings.coolDown(0)))
        .orElseGet(() -> new Scaler(Rule.tracking(target, tolerance), settings));
  }
}
