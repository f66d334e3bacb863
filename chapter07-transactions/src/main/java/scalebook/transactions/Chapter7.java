package scalebook.transactions;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.torment.Torment;
import scalebook.transactions.lessons.Lesson1HalfDone;
import scalebook.transactions.lessons.Lesson2TwoPhaseCommit;
import scalebook.transactions.lessons.Lesson3CoordinatorCrash;
import scalebook.transactions.lessons.Lesson4Saga;
import scalebook.transactions.lessons.Lesson5Outbox;
import scalebook.transactions.lessons.Lesson6Compare;
import scalebook.transactions.lessons.Lesson7Choreography;
import scalebook.transactions.lessons.Lesson8Isolation;
import scalebook.transactions.lessons.Lesson9AggregatesAndLogs;
import scalebook.transactions.stage.TransactionsPlayground;
import scalebook.transactions.stage.TransactionsTorment;

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
        Lesson6Compare::new,
        Lesson7Choreography::new,
        Lesson8Isolation::new,
        Lesson9AggregatesAndLogs::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(TransactionsPlayground::new);
  }

  @Override
  public Optional<Torment.Maker> torment() {
    return Optional.of(TransactionsTorment::new);
  }
}
