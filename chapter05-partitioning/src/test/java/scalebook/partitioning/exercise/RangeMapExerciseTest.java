package scalebook.partitioning.exercise;

import java.util.List;

class RangeMapExerciseTest extends RangeMapContract {
  @Override
  Answer answer() {
    RangeMap map = new RangeMap();
    return new Answer() {
      @Override
      public int node(long key) {
        return map.node(key);
      }

      @Override
      public void split(long key, int node) {
        map.split(key, node);
      }

      @Override
      public void merge(long key) {
        map.merge(key);
      }

      @Override
      public List<Integer> nodes(long from, long to) {
        return map.nodes(from, to);
      }
    };
  }
}
