package scalebook.microservices;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.microservices.lessons.Lesson1Services;
import scalebook.microservices.lessons.Lesson2Registry;
import scalebook.microservices.lessons.Lesson3ClientSideBalancing;
import scalebook.microservices.lessons.Lesson4Retries;
import scalebook.microservices.lessons.Lesson5CircuitBreaker;
import scalebook.microservices.lessons.Lesson6Queue;
import scalebook.microservices.lessons.Lesson7ScalingServices;
import scalebook.microservices.lessons.Lesson8RegistryFails;
import scalebook.microservices.lessons.Lesson9Protocols;
import scalebook.microservices.stage.MicroservicesPlayground;

/** The table of contents. */
public final class Chapter6 implements Chapter {
  @Override
  public int number() {
    return 6;
  }

  @Override
  public String title() {
    return "Microservices";
  }

  @Override
  public String idea() {
    return "split by function, found by name";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1Services::new,
        Lesson2Registry::new,
        Lesson3ClientSideBalancing::new,
        Lesson4Retries::new,
        Lesson5CircuitBreaker::new,
        Lesson6Queue::new,
        Lesson7ScalingServices::new,
        Lesson8RegistryFails::new,
        Lesson9Protocols::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(MicroservicesPlayground::new);
  }
}
