package scalebook.microservices.registry;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Where instances register, and callers learn whom to call. */
public interface Registry {
  /** Until this process dies; returns when it is done, or goes on in the background. */
  void register(Instance instance) throws InterruptedException;

  Source of(String service);

  /** Ours. */
  static Registry at(int port) {
    return new Ours(port);
  }

  /** At our registry's port. */
  record Ours(int port) implements Registry {
    @Override
    public void register(Instance instance) {
      new Registration(instance, port);
    }

    @Override
    public Source of(String service) {
      return new LongPoll(LongPoll.ALL, service, port);
    }
  }

  /** One that others made; it is asked again and again. */
  record Theirs(Discovery discovery) implements Registry {
    private static final long EVERY_MILLIS = 200;

    /** After a lost session its client registers again by itself. */
    @Override
    public void register(Instance instance) throws InterruptedException {
      while (!registered(instance)) {
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    }

    private boolean registered(Instance instance) {
      try {
        discovery.register(instance);
        return true;
      } catch (IOException notYet) {
        return false;
      }
    }

    @Override
    public Source of(String service) {
      return first -> {
        TimeUnit.MILLISECONDS.sleep(first ? 0 : EVERY_MILLIS);
        return discovery.list(service);
      };
    }
  }
}
