# 操作台：框架和各页共用的文字。编号以 ui- 开头。各页另有文件 console-<模块>.ftl，编号以 ui-<模块>- 开头。

## 框架

ui-brand = 烽火
ui-brand-line = 疫情指挥平台
ui-window-title = { $page } · 烽火
ui-version = 版本 { $version }
ui-home = 首页
ui-skip = 跳到正文
ui-menu = 菜单
ui-menu-more = 更多
ui-menu-wide = 展开菜单
ui-menu-narrow = 收起菜单
ui-user-menu = 本人：{ $name }
ui-language = 语言
ui-theme = 浅色或深色
ui-theme-light = 浅色
ui-theme-dark = 深色
ui-theme-system = 跟随系统
ui-live = 实时
ui-not-live = 未连线
ui-offline = 连不上服务器。所显示的可能不是最新内容；已经填写的不会丢失。
ui-past = 正在查看截至 <moment></moment> 已知的情况，不能登记。
ui-past-back = 回到现在
ui-cancel = 取消
ui-retry = 重试
ui-loading = 正在加载
ui-close = 关闭

## 没有网络时

ui-wait-sending = 正在发送…
ui-wait-waiting = { $count } 条待发送
ui-wait-asks = { $count } 条需要处理
ui-wait-sent = 已全部发送
ui-wait-online = 已连接
ui-wait-offline = 没有网络
ui-wait-ended = 登录已失效。所登记的内容保存在本机，重新登录后发送。
ui-wait-log-in = 登录
ui-leave-title = 还有内容未发送
ui-leave-text = 有 { $count } 条登记尚未发送。退出后仍加密保存在本机，只有您本人再次在此登录才能打开。
ui-leave-lost = 有 { $count } 条登记尚未发送，而此浏览器无法保存：退出后将丢失。
ui-leave-stay = 不退出
ui-leave-look = 查看这些登记
ui-leave-go = 仍然退出

## 所看的范围

ui-switch-area = 地区
ui-switch-area-all = 本人全部地区
ui-switch-disease = 病种
ui-switch-disease-all = 全部病种
ui-moment = 查看的时刻
ui-moment-is = 查看的时刻：{ $moment }
ui-moment-now = 现在
ui-moment-past = 过去
ui-moment-text = 查看截至另一时刻已知的情况。
ui-moment-day = 一天前
ui-moment-week = 一周前

## 登录

ui-log-in = 登录
ui-log-in-name = 用户名
ui-log-in-name-missing = 请输入用户名。
ui-log-in-password = 密码
ui-log-in-password-missing = 请输入密码。
ui-log-in-code = 验证码
ui-log-in-code-hint = 设备上的六位数字，或者一个恢复码。
ui-log-in-code-missing = 请输入验证码。
ui-log-in-code-send = 继续
ui-log-in-back = 返回用户名和密码
ui-log-in-left = 已退出登录。
ui-log-in-ended = 会话已结束，请重新登录。
ui-log-out = 退出登录
ui-again-title = 会话已结束
ui-again-text = 请重新登录。页面和已填写的内容保持原样，正在提交的会继续提交。
ui-again-later = 稍后登录：继续登记，登录后发送
ui-again-other = 离开，放弃已填写的内容
ui-due-password = 设置本人密码
ui-due-password-text = 现有密码由他人设置，请先改为本人密码。
ui-password-present = 现有密码
ui-password-new = 新密码
ui-password-rule = 至少 10 个字符。
ui-password-repeated = 再次输入新密码
ui-password-differs = 两次输入不一致。
ui-password-set = 设置密码
ui-due-factor = 设置第二重验证
ui-due-factor-text = 本岗位除密码外还需要设备上的验证码。请准备好验证码应用。
ui-factor-begin = 开始
ui-factor-scan = 用应用扫描二维码，或手工输入密钥，再填写应用显示的验证码。
ui-factor-picture = 供应用扫描的密钥图
ui-factor-secret = 密钥：
ui-factor-confirm = 确认
ui-factor-codes = 请抄下这些恢复码：只显示这一次，每个只能用一次。
ui-factor-kept = 已妥善保存

## 查找与快捷键

ui-palette = 查找页面和记录
ui-palette-hint = 页面、病例编号……
ui-palette-pages = 页面
ui-palette-none = 没有找到。
ui-keys = 快捷键
ui-keys-on = 启用快捷键

## 状态

ui-empty = 暂无内容。
ui-problem-offline = 连不上服务器。请检查网络后重试；已经填写的不会丢失。
ui-problem-unreadable = 服务器的回答无法识别（{ $status }）。请重试；如仍不行，请告知服务器管理人员。
ui-problem-reference = 日志编号：<code>{ $reference }</code>
ui-broken-title = 本页出错
ui-broken-text = 已登记的内容是安全的。请重新加载；如仍出错，请告知服务器管理人员。
ui-broken-reload = 重新加载
ui-missing-title = 没有这个页面
ui-missing-text = 地址可能来自旧版本，或者其内容不对您开放。
ui-missing-home = 返回首页
ui-notice-warning = 已登记，但有警示
ui-notice-ends = 会话将在五分钟后结束
ui-notice-ends-text = 届时会在原页面请您重新登录，已填写的不会丢失。

## 列表

ui-list-table = 列表
ui-list-reload = 重新加载
ui-list-clear = 清除筛选
ui-list-empty = 暂无记录。
ui-list-none-found = 没有符合筛选条件的记录。
ui-list-first = 前 { $count } 条
ui-list-all = 共 { $count } 条
ui-list-more = 显示更多
ui-list-select = 选择
ui-list-select-all = 选择所显示的全部
ui-list-select-none = 取消选择
ui-list-selected = 已选 { $count } 条
ui-columns = 列
ui-columns-usual = 恢复默认
ui-filter-from = { $what }起
ui-filter-until = 止

## 时间

ui-epi-week = { $year }年第{ $week }周
ui-span-days = { $count } 天
ui-span-hours = { $count } 小时
ui-span-minutes = { $count } 分钟
ui-span-joint = {" "}
ui-span-joint-list = 、

## 名称

ui-user-self = { $name }（本人）
ui-also-open = 同时打开此页的还有
ui-user-other = 用户 …{ $id }
ui-person-hidden = 人员 …{ $id }
ui-person-not-yours = 无权查看此人姓名。
ui-names-open = 显示姓名
ui-names-close = 隐藏姓名
ui-names-why = 姓名将在本页显示，直到您隐藏，最长一刻钟。每次查看连同用途都会留痕。
ui-names-purpose = 用途
ui-purpose-investigation = 流行病学调查
ui-purpose-contact = 联系本人
ui-purpose-care = 诊疗照护
ui-purpose-check = 核对记录

## 经过

ui-timeline-empty = 暂无事实。
ui-fact-before = 原为：{ $what }
ui-fact-regime = 方案 { $regime }
ui-fact-rule = 规则 { $rule }，版本 { $edition }
ui-fact-by-hand = 人工判定
ui-fact-by-rule = 按规则
ui-fact-onset = { $day }发病
ui-fact-ends = 至{ $day }
ui-fact-withdrawn = 已撤回
ui-fact-corrected = 已更正
ui-fact-correction = 更正
ui-fact-corrects = 更正：{ $what }，
ui-fact-learnt = 获知于

## 表单

ui-input-required = 请填写{ $field }。
ui-input-too-long = 现有 { $count } 个字符，最多 { $max } 个。
ui-input-number = 请填写 { $min } 到 { $max } 之间的数。
ui-input-day = 没有这一天。请按 2022-07-01 的形式填写。
ui-input-day-future = 不能晚于现在。
ui-conflict-title = 您填写期间，这条记录已有变化。您填写的内容还在。
ui-conflict-elsewhere = 变化不在这里列出的项目中。
ui-conflict-field = 项目
ui-conflict-before = 您开始时
ui-conflict-after = 现在
ui-conflict-again = 仍然登记，以现在的记录为准

## 走访：今日对象、采样

ui-round-purpose = 今日走访：健康监测、采样、上门
ui-round-not-kept = 未能保存在本机，没有登记。请重试。
ui-round-names = 显示 { $count } 人的姓名（记入审计）
ui-round-swab-of = 采样：{ $who }
ui-round-method = 检测方法
ui-round-swab-record = 已采样
ui-round-label-of = 标签：{ $who }
ui-round-label-text = 贴在采样管上，或在实验室出示扫码。标签不含姓名。
ui-round-next = 下一个
## 操作前的确认
ui-ask-past = 正在查看过去的时刻，不能操作。请先回到现在。
## 批量操作与撤回
ui-bulk-running = 已完成 { $done }／{ $total }
ui-bulk-undoing = 已撤回 { $done }／{ $total }
ui-bulk-done = { $refused ->
    [0] 已登记 { $done } 项
   *[other] 已登记 { $done } 项，{ $refused } 项被拒绝
}
ui-bulk-undone = { $refused ->
    [0] 已撤回 { $done } 项
   *[other] 已撤回 { $done } 项，{ $refused } 项被拒绝
}
ui-bulk-more = 另有 { $count } 项被拒绝。
ui-bulk-stop = 停止
ui-bulk-undo = 撤回
ui-bulk-close = 关闭
ui-withdraw = 撤回
ui-withdraw-title = 撤回不实的记录？
ui-withdraw-reason = 为何不实
## 选择人员
ui-picker-how = 查找方式
ui-picker-by-case = 病例编号
ui-picker-by-words = 姓名、证号或电话
ui-picker-words = 姓名、身份证号或电话
ui-picker-purpose = 登记时选择人员
ui-picker-find = 查找
ui-picker-none = 在您的地区内没有找到。
ui-picker-other = 另选一人

ui-views = 已存视图
ui-views-none = 此列表尚无已存视图。
ui-views-name = 将当前显示存为
ui-views-hint = 保存筛选条件和列，不保存查找某一人的条件；同名视图将被替换。
ui-views-shared = 本单位人员可使用
ui-views-share = 与本单位共享视图 { $name }
ui-views-unshare = 视图 { $name } 改为仅供本人使用
ui-views-of-unit = 本单位共享
ui-views-rename = 重命名视图 { $name }
ui-views-new-name = 新名称
ui-views-keep = 保存
ui-views-forget = 删除视图 { $name }
ui-views-restore = 恢复
