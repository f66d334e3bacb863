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

  private PromotionChooserWrongAnswers() {}
}
