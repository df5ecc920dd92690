// SPDX-License-Identifier: MIT
// The exercise in plain C++, in the manner of the course: events in memory, and every setting looks at all of them. What the
// serial program and the one with MPI share.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

constexpr int columns = 8;
using Row = std::array<double, columns>;

const std::array<const char *, columns> names = {
	"averageInteractionsPerCrossing", "p_Rhad", "p_Rhad1", "p_TRTTrackOccupancy",
	"p_topoetcone40", "p_eTileGap3Cluster", "p_phiModCalo", "p_etaModCalo"};

// where the eight stand in the file, and the truth behind them
const std::array<int, columns> places = {1, 4, 5, 6, 7, 8, 9, 10};
constexpr int truth_place = 11, fields = 12, electron = 2;

struct Data {
	std::vector<Row> events;
	std::vector<bool> signal;
	long signals = 0;
};

inline Data read(const char *file)
{
	std::ifstream in(file);
	std::string line, field;
	Data data;
	if (!in || !std::getline(in, line)) {
		std::cerr << "cannot read " << file << "\n";
		std::exit(1);
	}
	while (std::getline(in, line)) {
		std::array<double, fields> value{};
		std::stringstream parts(line);
		for (int i = 0; i < fields && std::getline(parts, field, ','); i++)
			value[i] = std::strtod(field.c_str(), nullptr);
		Row row;
		for (int i = 0; i < columns; i++)
			row[i] = value[places[i]];
		data.events.push_back(row);
		data.signal.push_back(value[truth_place] == electron);
		data.signals += data.signal.back();
	}
	return data;
}

// Cuts from the mean of the signal towards that of the background; a column whose background lies below has x > cut. Its
// values and cuts change sign here, so that all are x < cut.
struct Cuts {
	int n = 0;
	std::array<bool, columns> above{};
	std::array<std::vector<double>, columns> value;

	long settings() const
	{
		long all = 1;
		for (int i = 0; i < columns; i++)
			all *= n;
		return all;
	}

	Row of(long setting) const
	{
		Row cut;
		for (int i = 0; i < columns; i++, setting /= n)
			cut[i] = value[i][setting % n];
		return cut;
	}
};

inline Cuts make_cuts(Data &data, int n)
{
	Cuts cuts;
	cuts.n = n;
	for (int i = 0; i < columns; i++) {
		double sum[2] = {};
		for (size_t e = 0; e < data.events.size(); e++)
			sum[data.signal[e]] += data.events[e][i];
		double s = sum[1] / data.signals, b = sum[0] / (data.events.size() - data.signals);
		cuts.above[i] = b < s;
		for (int j = 0; j < n; j++)
			cuts.value[i].push_back((cuts.above[i] ? -1 : 1) * (s + j * (b - s) / n));
		for (auto &event : data.events)
			event[i] = cuts.above[i] ? -event[i] : event[i];
	}
	return cuts;
}

// How many events a setting calls by their name. As the course has it: predictions for all events, every column looked at,
// then the predictions against the truth; or, built with -DEARLY, an event is left at the first cut that it fails.
inline long correct(const Data &data, const Row &cut)
{
	const size_t n = data.events.size();
	long sum = 0;
#ifdef EARLY
	for (size_t e = 0; e < n; e++) {
		bool passes = true;
		for (int i = 0; i < columns && passes; i++)
			passes = data.events[e][i] < cut[i];
		sum += passes == data.signal[e];
	}
#else
	std::vector<bool> predicted(n, true);
	for (size_t e = 0; e < n; e++) {
		for (int i = 0; i < columns; i++)
			predicted[e] = predicted[e] && data.events[e][i] < cut[i];
	}
	for (size_t e = 0; e < n; e++)
		sum += predicted[e] == data.signal[e];
#endif
	return sum;
}

struct Best {
	long correct = -1, setting = -1;

	void take(long c, long k)
	{
		if (c > correct || (c == correct && k < setting))
			*this = {c, k};
	}
};

inline void print(const Data &data, const Cuts &cuts, const Best &best)
{
	std::printf("# settings %ld\n# events %zu\n# signal %ld\n# accuracy %.17g\n# setting %ld\n", cuts.settings(),
		    data.events.size(), data.signals, (double)best.correct / data.events.size(), best.setting);
	Row cut = cuts.of(best.setting);
	for (int i = 0; i < columns; i++)
		std::printf("%s  %c  %.17g\n", names[i], cuts.above[i] ? '>' : '<', cuts.above[i] ? -cut[i] : cut[i]);
}

// FILE N [STEP]: every STEP-th setting is tried, all unless told
struct Arguments {
	const char *file;
	int n;
	long step;

	Arguments(int argc, char **argv)
	{
		if (argc < 3 || argc > 4) {
			std::cerr << "usage: " << argv[0] << " FILE N [STEP]\n";
			std::exit(2);
		}
		file = argv[1];
		n = std::atoi(argv[2]);
		step = argc > 3 ? std::atol(argv[3]) : 1;
	}
};
