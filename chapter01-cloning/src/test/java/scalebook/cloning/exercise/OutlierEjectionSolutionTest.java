package scalebook.cloning.exercise;

import java.util.List;
import java.util.function.LongSupplier;
import scalebook.cloning.solution.OutlierEjection;

class OutlierEjectionSolutionTest extends OutlierEjectionContract {
  @Override
  Answer answer(List<String> clones, int inARow, long baseMillis, LongSupplier clock) {
    OutlierEjection ejection = new OutlierEjection(clones, inARow, baseMillis, clock);
    return new Answer() {
      @Override
      public void failed(String clone) {
        ejection.failed(clone);
      }

      @Override
      public void answered(String clone) {
        ejection.answered(clone);
      }

      @Override
      public List<String> inRotation() {
        return ejection.inRotation();
      }
    };
  }
}
