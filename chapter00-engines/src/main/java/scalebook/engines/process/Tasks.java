package scalebook.engines.process;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * The one place that decides what a task runs on: a virtual thread where the JDK has them (21+).
 */
public final class Tasks {
  private Tasks() {}

  /** An executor that gives every task its own thread; the caller bounds how many it submits. */
  public static ExecutorService executor() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException java17) {
      return Executors.newCachedThreadPool(daemons("task"));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads are there, but could not be used", e);
    }
  }

  /** Named daemon threads: none of ours keeps a program alive. */
  public static ThreadFactory daemons(String name) {
    return runnable -> daemon(name, runnable);
  }

  public static Thread daemon(String name, Runnable runnable) {
    Thread thread = new Thread(runnable, name);
    thread.setDaemon(true);
    return thread;
  }
}
