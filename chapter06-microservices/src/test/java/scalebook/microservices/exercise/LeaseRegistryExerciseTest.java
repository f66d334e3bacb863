package scalebook.microservices.exercise;

import java.util.Set;
import java.util.function.LongSupplier;

class LeaseRegistryExerciseTest extends LeaseRegistryContract {
  @Override
  Answer answer(long leaseMillis, LongSupplier clock) {
    var registry = new LeaseRegistry(leaseMillis, clock);
    return new Answer() {
      @Override
      public void heard(String instance) {
        registry.heard(instance);
      }

      @Override
      public void left(String instance) {
        registry.left(instance);
      }

      @Override
      public Set<String> list() {
        return registry.list();
      }
    };
  }
}
