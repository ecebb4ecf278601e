import { tokens, type ThemeName } from "../theme/tokens.ts";

/** ECharts theme from our tokens: no animation for data, grid one tone above the surface, labels text-3. */
export function echartsTheme(name: ThemeName): object {
  const c = tokens.themes[name];
  const axis = {
    axisLine: { show: true, lineStyle: { color: c.grid } },
    axisTick: { show: false },
    axisLabel: { color: c.axis, fontSize: 11, fontFamily: tokens.faces.sans },
    nameTextStyle: { color: c.text2, fontSize: 11 },
    splitLine: { lineStyle: { color: c.grid } },
    splitArea: { show: false },
  };
  return {
    color: [...tokens.series],
    backgroundColor: "transparent",
    animation: false,
    textStyle: { fontFamily: tokens.faces.sans, color: c.text2, fontSize: 11 },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    logAxis: axis,
    timeAxis: axis,
    legend: { textStyle: { color: c.text2, fontSize: 12 }, inactiveColor: c.textOff, icon: "roundRect", itemWidth: 10, itemHeight: 10 },
    tooltip: {
      backgroundColor: c.overlay,
      borderColor: c.borderStrong,
      borderWidth: 1,
      textStyle: { color: c.text, fontSize: 12 },
      extraCssText: `border-radius:${tokens.radius.control}px;box-shadow:${c.shadow}`,
    },
    line: { symbol: "none", lineStyle: { width: 1.5 } },
    bar: { itemStyle: { borderRadius: [2, 2, 0, 0] } },
    visualMap: { textStyle: { color: c.text2 }, inRange: { color: tokens.scales[name].sequential } },
  };
}
