/** Known results of level arithmetic, worked out independently of this code. Levels in dB, to three decimals. */
export const golden = {
  energyMeans: [
    {
      name: '60 and 80 dB for the same time',
      parts: [
        [60, 1],
        [80, 1],
      ],
      leq: 77.033,
    },
    {
      name: '55.3, 43.1 and 45.6 dB for the same time',
      parts: [
        [55.3, 1],
        [43.1, 1],
        [45.6, 1],
      ],
      leq: 51.201,
    },
    {
      name: '62 dB for 15 and 58 dB for 45 minutes',
      parts: [
        [62, 15],
        [58, 45],
      ],
      leq: 59.392,
    },
  ],
  exposure: { leq: 60, durationS: 900, lae: 89.542 },
  lexEightHours: [
    { leq: 85, exposureMin: 240, lex: 81.99 },
    { leq: 100, exposureMin: 15, lex: 84.949 },
  ],
  lden: [
    { day: 63.2, evening: 58.1, night: 51.4, lden: 62.66 },
    { day: 60, evening: 60, night: 60, lden: 66.395 },
    { day: 60, evening: 55, night: 50, lden: 60 },
  ],
  ldn: [{ day: 60, night: 60, ldn: 66.41 }],
  /** Hourly Leq from 00:00 to 23:00; day 07–19, evening 19–23, night 23–07. */
  day: {
    hourly: [48, 46, 45, 45, 46, 50, 56, 64, 66, 65, 63, 63, 64, 63, 63, 64, 65, 66, 65, 64, 63, 62, 61, 50],
    day: 64.389,
    evening: 62.643,
    night: 50.022,
    lden: 64.277,
    leq24: 62.338,
  },
  /** L90 of two quarter hours, each half at one level and half at another, and of both pooled. */
  pooled: {
    a: [
      [40, 450],
      [50, 450],
    ],
    b: [
      [55, 450],
      [65, 450],
    ],
    l90: { a: 40, b: 55, pooled: 40 },
  },
} as const;
