package scalebook.transactions.exercise;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import scalebook.transactions.exercise.DecisionLog.Branch;
import scalebook.transactions.exercise.DecisionLog.Kind;
import scalebook.transactions.exercise.DecisionLog.Plan;
import scalebook.transactions.exercise.DecisionLog.Record;

/** What people really write. */
final class DecisionLogWrongAnswers {
  private static Plan plan(
      List<Record> log,
      Set<Branch> prepared,
      Predicate<Branch> ours,
      BiPredicate<List<Record>, String> decided) {
    Plan plan = new Plan(new HashSet<>(), new HashSet<>());
    for (Branch branch : prepared) {
      if (ours.test(branch)) {
        (decided.test(log, branch.transaction()) ? plan.commit() : plan.rollBack()).add(branch);
      }
    }
    return plan;
  }

  private static boolean decided(List<Record> log, String transaction) {
    for (Record record : log) {
      if (!record.whole()) {
        return false;
      }
      if (record.kind() == Kind.DECIDED && record.transaction().equals(transaction)) {
        return true;
      }
    }
    return false;
  }

  /** Everything that is prepared here must be mine. */
  static class RollsBackStrangers extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch -> !running.contains(branch.transaction()),
              DecisionLogWrongAnswers::decided);
    }
  }

  /** Recovery happens at the start, when nothing runs. */
  static class RollsBackTheLiving extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch -> branch.coordinator().equals(me),
              DecisionLogWrongAnswers::decided);
    }
  }

  /** A record that says DECIDED is a decision. */
  static class BelievesATornRecord extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch -> branch.coordinator().equals(me) && !running.contains(branch.transaction()),
              (records, transaction) ->
                  records.stream()
                      .anyMatch(
                          r -> r.kind() == Kind.DECIDED && r.transaction().equals(transaction)));
    }
  }

  /** What was prepared was promised, so it is committed. */
  static class CommitsWhatIsPrepared extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch -> branch.coordinator().equals(me) && !running.contains(branch.transaction()),
              (records, transaction) -> true);
    }
  }

  private static boolean ours(String me, Branch branch, Set<String> running) {
    return branch.coordinator().equals(me) && !running.contains(branch.transaction());
  }

  /** What is done needs nothing more. */
  static class DoneIsDone extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch ->
                  ours(me, branch, running)
                      && log.stream()
                          .noneMatch(
                              r ->
                                  r.whole()
                                      && r.kind() == Kind.DONE
                                      && r.transaction().equals(branch.transaction())),
              DecisionLogWrongAnswers::decided);
    }
  }

  /** Skips the torn record, and reads on. */
  static class SkipsTheTornRecord extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log.stream().filter(Record::whole).toList(),
              prepared,
              branch -> ours(me, branch, running),
              DecisionLogWrongAnswers::decided);
    }
  }

  /** Looks at the checksum of decisions only. */
  static class OnlyTornDecisionsEndTheLog extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log.stream().filter(r -> r.kind() == Kind.DECIDED).toList(),
              prepared,
              branch -> ours(me, branch, running),
              DecisionLogWrongAnswers::decided);
    }
  }

  /** Helps the living: what is decided can be committed by anybody. */
  static class CommitsWhatRuns extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch ->
                  ours(me, branch, running)
                      || branch.coordinator().equals(me) && decided(log, branch.transaction()),
              DecisionLogWrongAnswers::decided);
    }
  }

  /** Names that begin alike are ours. */
  static class NamesThatBeginAlike extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch ->
                  branch.coordinator().startsWith(me) && !running.contains(branch.transaction()),
              DecisionLogWrongAnswers::decided);
    }
  }

  /** The crash concerns the last transaction: all others are over. */
  static class TheLastDecisionOnly extends DecisionLogContract {
    @Override
    Answer answer() {
      return (me, log, prepared, running) ->
          plan(
              log,
              prepared,
              branch -> ours(me, branch, running),
              (records, transaction) ->
                  decided(records, transaction)
                      && records.stream()
                          .filter(r -> r.kind() == Kind.DECIDED && r.whole())
                          .reduce((a, b) -> b)
                          .filter(r -> r.transaction().equals(transaction))
                          .isPresent());
    }
  }

  private DecisionLogWrongAnswers() {}
}
