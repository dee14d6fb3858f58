# Makes tests/goldens/r_data/: files that R itself saved, in every packing,
# version and spelling, and values.json, what R says is in them.
# Rscript tests/reference/r_data.R, in the root of the repository; R 4.2.2.

folder <- "tests/goldens/r_data"
dir.create(folder, showWarnings = FALSE, recursive = TRUE)
file <- function(name) paste0(folder, "/", name)

bands <- c(350, 350.5, 352, 400)
spc <- matrix(
  c(0.1, 0.2, 1 / 3, 0.4, 1e-300, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 0.123456789012345678),
  nrow = 3, dimnames = list(NULL, bands)
)
soil <- data.frame(
  sample = c("A", "B\u00e9", "C \"q\" \\ x"),
  site = factor(c("north", "south", "north"), levels = c("south", "north")),
  clay = c(10L, NA, 30L),
  pH = c(5.5, NaN, 7),
  sandy = c(TRUE, FALSE, NA),
  stringsAsFactors = FALSE
)
soil$spc <- spc
soil$inner <- data.frame(x = 1:3, y = c("p", NA, "r"), stringsAsFactors = FALSE)

for (version in 2:3) {
  for (packing in c("gzip", "bzip2", "xz")) {
    save(soil, file = file(sprintf("soil_v%d_%s.rda", version, packing)),
      version = version, compress = packing)
    saveRDS(soil, file = file(sprintf("soil_v%d_%s.rds", version, packing)),
      version = version, compress = packing)
  }
  save(soil, file = file(sprintf("soil_v%d_plain.rda", version)),
    version = version, compress = FALSE)
  save(soil, file = file(sprintf("soil_v%d_ascii.rda", version)),
    version = version, ascii = TRUE, compress = FALSE)
  saveRDS(soil, file = file(sprintf("soil_v%d_ascii.rds", version)),
    version = version, ascii = TRUE, compress = FALSE)
}
connection <- base::file(file("soil_v3_native.rds"), "wb")
serialize(soil, connection, xdr = FALSE)
close(connection)

# Everything else that a workspace may hold beside the spectra.
environment_ <- new.env()
assign("soil", environment_, envir = environment_)
f <- function(x, y = 2) x + y
attr(f, "srcref") <- NULL
environment(f) <- environment_
g <- compiler::cmpfun(function(x, n = 3) {
  for (i in seq_len(n)) x <- if (x > 2) sum(x, i, na.rm = TRUE) else c(a = x)[["a"]]
  lapply(x, function(y) y + quote(z + z)[[2]])
})
calls <- quote(a + b * c)
setClass("Odd", representation(x = "numeric"))
odd <- new("Odd", x = 1)
formula_ <- clay ~ pH
numbers <- c(a = 1, b = 2)
raws <- as.raw(1:3)
complexes <- c(1i, 2)
nothing <- NULL
pairs <- pairlist(a = 1, b = "x")
when <- as.Date("2020-01-02")
save(environment_, f, g, calls, odd, formula_, numbers, raws, complexes,
  nothing, pairs, when, soil, file = file("workspace.rda"), version = 3)
save(f, numbers, nothing, file = file("no_table.rda"), version = 3)

# Vectors by rule (ALTREP): sequences, texts of numbers, wrappers.
rules <- data.frame(n = 1:70, x = as.numeric(1:70))
rules$text <- as.character(1001:1070)
rules$wrapped <- .Internal(wrap_meta(as.numeric(70:1), FALSE, FALSE))
rules$even <- seq(2L, 140L, by = 2L)
saveRDS(rules, file = file("rules.rds"), version = 3)

# Names of rows, and matrices by themselves.
named <- as.data.frame(spc)
rownames(named) <- c("r1", "r2", "r3")
prefixed <- data.frame(sample = c("A", "A", "B", "B"), replicate = c(2, 1, 1, 2),
  X350 = c(0.1, 0.2, 0.3, 0.4), X351.5 = c(0.5, 0.6, 0.7, 0.8),
  clay = c(1, 1, 2, 2))
counted <- as.data.frame(matrix(as.numeric(1:6), nrow = 2))
missing_ <- prefixed
missing_$X350[3] <- NA
bare <- spc
rownames(bare) <- c("r1", "r2", "r3")
saveRDS(named, file = file("named.rds"))
saveRDS(prefixed, file = file("prefixed.rds"))
saveRDS(counted, file = file("counted.rds"))
saveRDS(missing_, file = file("missing.rds"))
saveRDS(bare, file = file("matrix.rds"))
saveRDS(list(lab = soil[, c("sample", "clay")], spectra = prefixed),
  file = file("list.rds"))
save(named, prefixed, file = file("two.rda"))

number <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", x))
text <- function(x) ifelse(is.na(x), "null", encodeString(x, quote = '"'))
array_ <- function(x) paste0("[", paste(x, collapse = ","), "]")
cat(
  "{\n",
  '"version":', text(R.version.string), ",\n",
  '"sample":', array_(text(soil$sample)), ",\n",
  '"site":', array_(text(as.character(soil$site))), ",\n",
  '"clay":', array_(number(soil$clay)), ",\n",
  '"pH":', array_(number(soil$pH)), ",\n",
  '"sandy":', array_(number(as.numeric(soil$sandy))), ",\n",
  '"spc":', array_(number(as.vector(spc))), ",\n",
  '"x":', array_(number(soil$inner$x)), "\n",
  "}\n",
  sep = "", file = file("values.json")
)

# A few rows of real spectra, in every packing, to damage in tests.
source_ <- "../shared/data/geeves/datsoilspc.rda"
if (file.exists(source_)) {
  load(source_)
  rows <- datsoilspc[1:4, ]
  for (packing in c("gzip", "bzip2", "xz")) {
    save(rows, file = file(sprintf("geeves_%s.rda", packing)), compress = packing)
  }
}
