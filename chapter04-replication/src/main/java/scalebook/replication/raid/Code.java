package scalebook.replication.raid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What each column of a stripe holds: a sum of the stripe's data blocks, each times a factor. A
 * copy is a sum with one factor, RAID 5's parity has ones, and RAID 6's second parity
 * (Reed–Solomon) has powers of 2, so that any two lost columns are two equations with one solution.
 */
final class Code {
  private final int[][] factors;

  /**
   * @param reedSolomon of RAID 6: else its second parity is the first one again
   */
  Code(Level level, int disks, boolean reedSolomon) {
    int data = level.data(disks);
    factors = new int[disks][data];
    for (int column = 0; column < disks; column++) {
      if (level.parity() && column >= data) {
        boolean second = column > data && reedSolomon;
        for (int i = 0; i < data; i++) {
          factors[column][i] = second ? Galois.power(i) : 1;
        }
      } else {
        factors[column][column * data / (level.parity() ? data : disks)] = 1;
      }
    }
  }

  int columns() {
    return factors.length;
  }

  int data() {
    return factors[0].length;
  }

  int factor(int column, int data) {
    return factors[column][data];
  }

  /** The columns that hold this data block as it is. */
  int[] copies(int data) {
    List<Integer> copies = new ArrayList<>();
    for (int column = 0; column < columns(); column++) {
      if (factors[column][data] == 1 && Arrays.stream(factors[column]).sum() == 1) {
        copies.add(column);
      }
    }
    return copies.stream().mapToInt(Integer::intValue).toArray();
  }

  byte[] column(int column, byte[][] data) {
    byte[] sum = new byte[data[0].length];
    for (int i = 0; i < data.length; i++) {
      Galois.add(sum, factors[column][i], data[i]);
    }
    return sum;
  }

  /**
   * The data blocks, by Gauss's elimination.
   *
   * @param columns those that are known; null for a lost one
   * @return nothing when too many are lost
   */
  Optional<byte[][]> solve(byte[][] columns) {
    List<int[]> left = new ArrayList<>();
    List<byte[]> right = new ArrayList<>();
    for (int column = 0; column < columns.length; column++) {
      if (columns[column] != null) {
        left.add(factors[column].clone());
        right.add(columns[column].clone());
      }
    }
    for (int i = 0; i < data(); i++) {
      int pivot = i;
      while (pivot < left.size() && left.get(pivot)[i] == 0) {
        pivot++;
      }
      if (pivot == left.size()) {
        return Optional.empty();
      }
      Collections.swap(left, i, pivot);
      Collections.swap(right, i, pivot);
      eliminate(left, right, i);
    }
    return Optional.of(right.subList(0, data()).toArray(byte[][]::new));
  }

  /** Equation i gets the factor 1 at its place, and all others 0. */
  private static void eliminate(List<int[]> left, List<byte[]> right, int i) {
    int inverse = Galois.inverse(left.get(i)[i]);
    scale(left.get(i), right.get(i), inverse);
    for (int other = 0; other < left.size(); other++) {
      int factor = left.get(other)[i];
      if (other != i && factor != 0) {
        for (int k = 0; k < left.get(i).length; k++) {
          left.get(other)[k] ^= Galois.times(factor, left.get(i)[k]);
        }
        Galois.add(right.get(other), factor, right.get(i));
      }
    }
  }

  private static void scale(int[] factors, byte[] block, int by) {
    for (int k = 0; k < factors.length; k++) {
      factors[k] = Galois.times(by, factors[k]);
    }
    for (int k = 0; k < block.length; k++) {
      block[k] = (byte) Galois.times(by, block[k] & 0xff);
    }
  }
}
