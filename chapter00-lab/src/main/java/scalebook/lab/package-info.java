/**
 * The workbench: engines, faults, load and story. It knows no chapter; a chapter makes itself known
 * as a {@link scalebook.lab.Chapter}.
 */
package scalebook.lab;
