package scalebook.replication.exercise;

import java.util.Comparator;
import java.util.Optional;
import scalebook.replication.exercise.PromotionChooser.Candidate;

/** What people really write. */
final class PromotionChooserWrongAnswers {
  /** By what can be read: it looks like the newest, and the relay log of another one is lost. */
  static class ByWhatIsApplied extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() <= nodes / 2
              ? Optional.empty()
              : answered.stream()
                  .max(Comparator.comparing(Candidate::epoch).thenComparing(Candidate::applied))
                  .map(Candidate::name);
    }
  }

  /** By the number alone: an old primary with a tail that nobody acknowledged wins. */
  static class TheLongestTail extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() <= nodes / 2
              ? Optional.empty()
              : answered.stream()
                  .max(Comparator.comparing(Candidate::received).thenComparing(Candidate::applied))
                  .map(Candidate::name);
    }
  }

  /** Whoever answers is better than nobody. */
  static class AnybodyWhoAnswers extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.stream()
              .max(
                  Comparator.comparing(Candidate::epoch)
                      .thenComparing(Candidate::received)
                      .thenComparing(Candidate::applied))
              .map(Candidate::name);
    }
  }

  private static final Comparator<Candidate> NEWEST =
      Comparator.comparing(Candidate::epoch)
          .thenComparing(Candidate::received)
          .thenComparing(Candidate::applied);

  /** Two are enough, as in a group of three. */
  static class KnowsThreeNodes extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() < 2
              ? Optional.empty()
              : answered.stream().max(NEWEST).map(Candidate::name);
    }
  }

  /** Waits for everybody, also for the one that died. */
  static class NeedsEverybody extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() < nodes
              ? Optional.empty()
              : answered.stream().max(NEWEST).map(Candidate::name);
    }
  }

  /** Compares by a difference, as an int. */
  static class Subtracts extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() <= nodes / 2
              ? Optional.empty()
              : answered.stream()
                  .max(
                      Comparator.comparing(Candidate::epoch)
                          .thenComparing((a, b) -> (int) (a.received() - b.received()))
                          .thenComparing(Candidate::applied))
                  .map(Candidate::name);
    }
  }

  /** The first one that has received most, whatever it has applied. */
  static class NotTheReadiest extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() <= nodes / 2
              ? Optional.empty()
              : answered.stream()
                  .reduce(
                      (a, b) ->
                          Comparator.comparing(Candidate::epoch)
                                      .thenComparing(Candidate::received)
                                      .compare(b, a)
                                  > 0
                              ? b
                              : a)
                  .map(Candidate::name);
    }
  }

  /** Half of them is a majority. */
  static class HalfIsEnough extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() * 2 < nodes
              ? Optional.empty()
              : answered.stream().max(NEWEST).map(Candidate::name);
    }
  }

  /** One number of both: an old tail that is long enough wins. */
  static class EpochAsMillions extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() * 2 <= nodes
              ? Optional.empty()
              : answered.stream()
                  .max(
                      Comparator.comparing((Candidate c) -> c.epoch() * 1_000_000 + c.received())
                          .thenComparing(Candidate::applied))
                  .map(Candidate::name);
    }
  }

  /** Waits until somebody has applied all: after a crash nobody may have. */
  static class NobodyMayLag extends PromotionChooserContract {
    @Override
    Answer answer() {
      return (answered, nodes) ->
          answered.size() * 2 <= nodes
                  || answered.stream().allMatch(c -> c.applied() < c.received())
              ? Optional.empty()
              : answered.stream().max(NEWEST).map(Candidate::name);
    }
  }

  private PromotionChooserWrongAnswers() {}
}
