package scalebook.transactions;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.exercise.Exercise;
import scalebook.transactions.lessons.Lesson1HalfDone;
import scalebook.transactions.lessons.Lesson2TwoPhaseCommit;
import scalebook.transactions.lessons.Lesson3CoordinatorCrash;
import scalebook.transactions.lessons.Lesson4Saga;
import scalebook.transactions.lessons.Lesson5Outbox;
import scalebook.transactions.lessons.Lesson6Compare;
import scalebook.transactions.stage.TransactionsPlayground;

/** The table of contents. */
public final class Chapter7 implements Chapter {
  @Override
  public int number() {
    return 7;
  }

  @Override
  public String title() {
    return "Transactions";
  }

  @Override
  public String idea() {
    return "all or nothing, over several databases";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1HalfDone::new,
        Lesson2TwoPhaseCommit::new,
        Lesson3CoordinatorCrash::new,
        Lesson4Saga::new,
        Lesson5Outbox::new,
        Lesson6Compare::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(TransactionsPlayground::new);
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "7.1",
            "DecisionLog",
            "after a crash: which branches are committed, which are rolled back, which are not yours",
            List.of(
                "Read the log as far as it is whole. Then ask for each branch: is it mine, is it running, was it decided?",
                "record.whole() tells whether a record is as it was written; what comes after one that is not was never there.",
                "for (Record r : log) { if (!r.whole()) break; if (r.kind() == DECIDED) decided.add(r.transaction()); } then each branch: other coordinator or running: skip; decided: commit; else rollBack."),
            "rolling back whatever has no decision. Half of it belongs to somebody else, or is about to be decided."),
        new Exercise(
            "7.2",
            "SagaRunner",
            "steps forward, compensations backward, and another runner goes on after a crash",
            List.of(
                "Write down what you are about to do before you do it: the next runner reads only that.",
                "The journal's last entry tells the direction and the step. A step that may have been done is done again: it is idempotent. One that was refused is compensated, too: perhaps it was done.",
                "forward(i): journal.write(\"do \" + i), act; on Refused backward from i. backward(i): journal.write(\"undo \" + i), compensate, until i is 0; at the end journal.write(\"completed\") or (\"compensated\")."),
            "writing down what was done instead of what is about to be done. What happened between the deed and the note is forgotten."),
        new Exercise(
            "7.3",
            "OutboxRelay",
            "from the table to the stream: none skipped, none forgotten, each customer's in order",
            List.of(
                "An event leaves the table only after it is in the stream. What happens if you die between the two?",
                "table.waiting() has all that is committed and still there, in the order of their numbers. When one cannot be sent, later ones of the same customer must wait; others need not.",
                "Set<Integer> stuck; for (Event e : table.waiting()) { if (stuck.contains(e.customer())) continue; try { stream.send(e); table.remove(e.number()); } catch (IOException x) { stuck.add(e.customer()); } }"),
            "remembering the last number. Numbers are given at the insert and seen at the commit: who commits late is skipped."),
        new Exercise(
            "7.4",
            "Inbox",
            "events come twice, late and early; their effects happen once, in order",
            List.of(
                "How far has this customer come? That is all you need to know, and it must be as durable as the effect.",
                "transaction.last(customer) and transaction.setLast(customer, n) belong to the same transaction as the effect: one commit for both.",
                "n <= last: SEEN. n > last + 1: EARLY, and nothing else. Otherwise apply, setLast, commit: APPLIED."),
            "two transactions, one for the effect and one for the note. Whatever comes first, a crash between them loses or doubles."));
  }
}
