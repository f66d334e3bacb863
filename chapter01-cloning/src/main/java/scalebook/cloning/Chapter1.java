package scalebook.cloning;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import scalebook.cloning.lessons.Lesson1Clones;
import scalebook.cloning.lessons.Lesson2Supervisor;
import scalebook.cloning.lessons.Lesson3RollingRestart;
import scalebook.cloning.lessons.Lesson4Policies;
import scalebook.cloning.lessons.Lesson5HungClone;
import scalebook.cloning.stage.CloningPlayground;
import scalebook.cloning.stage.versus.Versus;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
public final class Chapter1 implements Chapter {
  @Override
  public int number() {
    return 1;
  }

  @Override
  public String title() {
    return "Cloning";
  }

  @Override
  public String idea() {
    return "the same program n times, each with 1/n of the load";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1Clones::new,
        Lesson2Supervisor::new,
        Lesson3RollingRestart::new,
        Lesson4Policies::new,
        Lesson5HungClone::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(CloningPlayground::new);
  }

  @Override
  public Optional<Callable<Integer>> versus() {
    return Optional.of(new Versus());
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "1.1",
            "BackoffWithJitter",
            "how long to wait before a crashed worker is started again",
            List.of(
                "A bound doubles with each crash and stops at a cap; the wait is any time below it.",
                "base << n doubles n times; random.nextLong(bound + 1) is from 0 to bound. What does"
                    + " << do after 63 crashes?",
                "int doublings = Math.min(crashes - 1, 30); long bound = Math.min(cap, base <<"
                    + " doublings); then a random number up to the bound."),
            "half fixed, half random. Half of the crowd still comes back together."),
        new Exercise(
            "1.2",
            "SmoothWeightedRoundRobin",
            "shares by weight, well mixed",
            List.of(
                "Give every clone a purse. Each turn all earn, and one pays.",
                "A Map<String, Integer> of purses; merge(clone, weight, Integer::sum) earns.",
                "The richest (the first of equals) pays the sum of all weights, so that all purses"
                    + " together are always zero."),
            "the richest pays only its own weight. It stays the richest for ever."),
        new Exercise(
            "1.3",
            "LeastConnections",
            "the clone with the fewest requests under way, and turns among equals",
            List.of(
                "Finding the smallest is easy; which one wins a tie decides how an idle group fares.",
                "Begin each search one clone further than the last time: a counter and %.",
                "from = start++ % n; look at (from + i) % n for i = 1 … n-1, and change your mind"
                    + " only for a smaller one."),
            "the first of equals. Most groups are idle most of the time, and then it gets everything."),
        new Exercise(
            "1.4",
            "OutlierEjection",
            "leave a clone out that fails several times in a row, but never most of them",
            List.of(
                "For each clone remember three things: failures in a row, ejections so far, and until"
                    + " when it is out.",
                "Ejected is clock.getAsLong() < until. Ask that first in answered(): an ejected"
                    + " clone's answer is to an old request.",
                "Eject when (on probation or failures >= limit) and (inRotation().size() - 1) * 2 >="
                    + " clones.size(); until = now + (base << ejections before)."),
            "counting all failures, not those in a row. A busy clone then collects its ejection over a day."));
  }
}
