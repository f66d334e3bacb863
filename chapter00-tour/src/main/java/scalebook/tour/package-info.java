/** The book as a local web page: read, run, watch, break. */
package scalebook.tour;
