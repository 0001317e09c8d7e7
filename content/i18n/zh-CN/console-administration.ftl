# 管理：地区、用户、审计、紧急查阅、保存期限、运行状况、设置；以及本人账户。

ui-administration-menu = 管理
ui-administration-account = 本人账户
ui-administration-tab-areas = 地区
ui-administration-tab-posts = 单位与岗位
ui-administration-tab-users = 用户
ui-administration-tab-audit = 审计
ui-administration-tab-glass = 紧急查阅
ui-administration-tab-law = 保存期限
ui-administration-tab-health = 运行状况
ui-administration-tab-installation = 设置

ui-administration-act = 操作
ui-administration-state = 状态
ui-administration-reason = 理由
ui-administration-yes = 是
ui-administration-no = 否
ui-administration-in = 地区
ui-administration-known = 基本情况
ui-administration-name = 名称
ui-administration-level = 级别
ui-administration-print = 打印
ui-administration-set = 已设置。

## 地区

ui-administration-areas = 地区
ui-administration-areas-note = 当前的区划，或者任何一天的区划。
ui-administration-area = 地区 { $code }
ui-administration-area-not-then = 这一天没有地区 { $code }。
ui-administration-on = 查看日期
ui-administration-today = 今天
ui-administration-past = 过去
ui-administration-below = { $name }的下级
ui-administration-nothing-below = 没有下级。
ui-administration-above = 所属
ui-administration-name-zh = 中文名称
ui-administration-name-en = 英文名称
ui-administration-zone = 时区
ui-administration-zone-hint = 表中没有写明时区的新地区采用此时区；不填则与上级相同。
ui-administration-since = 起始
ui-administration-until = 终止
ui-administration-ended = 已撤销
ui-administration-always = 一直
ui-administration-units = 单位
ui-administration-units-none = 这里没有单位。
ui-administration-unit = 单位
ui-administration-role = 类别
ui-administration-facility = 机构
ui-administration-history = 沿革
ui-administration-way = 方向
ui-administration-came-from = 来自
ui-administration-became = 变为
ui-administration-area-other = 相关地区
ui-administration-link = 方式
ui-administration-fact = 事实
ui-administration-boundary = 位置
ui-administration-boundary-of = { $name }及其下级的地图
ui-administration-boundary-none = 尚无边界。
ui-administration-boundary-source = { $count ->
    [0] 来源：{ $source }
   *[other] 含 { $count } 个下级地区。来源：{ $source }
}
ui-administration-population = 人口
ui-administration-population-none = 尚无人口数据。
ui-administration-population-missing = { $count } 个下级地区没有数据，未计入合计：
ui-administration-persons = 人数
ui-administration-counted = 统计日期
ui-administration-source = 来源
ui-administration-how = 方式
ui-administration-summed = 下级合计
ui-administration-sex = 性别
ui-administration-sex-all = 全部
ui-administration-age = 年龄
ui-administration-age-from = { $from } 岁及以上
ui-administration-age-span = { $from } 至 { $to } 岁

## 区划变更

ui-administration-change = 变更
ui-administration-change-title = 变更<name></name>
ui-administration-change-what = 变更内容
ui-administration-change-renamed = 自该日起各处名称随之改变，记录和权限不变。
ui-administration-change-founded = 新设一个地区。代码不会重复使用。
ui-administration-change-moved = 该地区连同全部下级改属另一上级。此后新上级的人员可以看到其记录，原上级的人员不再看到。
ui-administration-change-recoded = 同一地区改用新代码。记录和权限随之转移，旧代码不再使用。
ui-administration-change-merged = 这些地区撤销，其记录由存续的地区承接。此操作不能撤回。
ui-administration-change-split = 该地区分为几个。记录由您指定的部分承接，未指定则由上级承接。此操作不能撤回。
ui-administration-change-abolished = 该地区撤销，没有接替者，其记录由上级承接。此操作不能撤回。
ui-administration-change-on = 生效日期
ui-administration-document = 文件依据
ui-administration-code = 代码
ui-administration-code-new = 新代码
ui-administration-parent-new = 新的上级
ui-administration-into = 并入
ui-administration-also = 一并并入的地区
ui-administration-rights = 撤销地区内的权限
ui-administration-rights-end = 终止
ui-administration-rights-follow = 在承接的整个地区继续有效
ui-administration-split-text = 每个下级归入其中一个部分。
ui-administration-children = 归入的下级
ui-administration-part-add = 再加一个部分
ui-administration-part-remove = 去掉这个部分
ui-administration-heir = 承接记录的部分
ui-administration-heir-hint = 不指定则由上级承接。

## 地区文件

ui-administration-choose-file = 选择文件
ui-administration-check = 检查
ui-administration-checked = 文件无误，尚未登记任何内容。
ui-administration-take = 导入
ui-administration-take-areas = 导入区划表
ui-administration-take-areas-text = CSV，标题为 code、parent、level、name_zh、name_en，可另有 zone。新增、改名、改属的地区登记为变更；同一张表再次导入不会有任何变化。
ui-administration-take-areas-consequence = 自所填日期起，对所有人新设、更名、改属地区，也可能撤销地区。变更连同文件依据登记为事实。
ui-administration-complete = 表中地区的下级，凡表中没有的视为已撤销
ui-administration-report-founded = 新设
ui-administration-report-renamed = 更名
ui-administration-report-moved = 改属
ui-administration-report-abolished = 撤销
ui-administration-report-unchanged = 不变
ui-administration-report-missing = 表中没有
ui-administration-take-boundaries = 导入边界
ui-administration-take-boundaries-text = WGS 84 坐标的 GeoJSON 要素集，全部导入或全部不导入。
ui-administration-take-boundaries-consequence = 每条边界取代原有边界。
ui-administration-boundaries-found = 共 { $count } 条边界。
ui-administration-property = 代码所在属性
ui-administration-property-hint = 不填则为“code”。
ui-administration-take-population = 导入人口
ui-administration-take-population-text = CSV，标题为 code、counted_on、sex、age_from、age_to、persons、source。
ui-administration-take-population-consequence = 已有的分组采用新的人数，此后发病率据此计算。
ui-administration-population-found = 共 { $count } 行。

## 单位、岗位、用户

ui-administration-units-posts = 单位与岗位
ui-administration-units-posts-note = 升级提醒送达之处，也是用户任职之处。
ui-administration-posts = 岗位
ui-administration-posts-none = 在您的地区内没有岗位。
ui-administration-post = 岗位
ui-administration-post-kind = 岗位类别
ui-administration-all-day = 全天值守
ui-administration-users = 用户
ui-administration-users-note = 在您的地区内现任、曾任或将任岗位的人。
ui-administration-users-none = 这里没有用户。
ui-administration-user = 用户
ui-administration-user-new = 新用户
ui-administration-user-make = 创建用户
ui-administration-user-made = { $login } 现在可以登录
ui-administration-user-made-text = 请以他人无法得知的方式转交此密码。密码只显示这一次，首次登录时必须更改。
ui-administration-handed = 已转交
ui-administration-user-good = 可以登录
ui-administration-user-first = 初始密码未改
ui-administration-user-disabled = 已停用
ui-administration-login = 用户名
ui-administration-login-hint = 已有的用户将另得此岗位，姓名和密码不变。
ui-administration-display-name = 姓名
ui-administration-password = 初始密码
ui-administration-password-hint = 至少 10 个字符，首次登录时必须更改。
ui-administration-password-make = 生成
ui-administration-unit-missing = 请选择单位。
ui-administration-unit-no-posts = 这里没有岗位。
ui-administration-post-missing = 请选择岗位。
ui-administration-grant = 角色
ui-administration-grant-hint = 决定其在单位所在地区及下级可以做什么。
ui-administration-grant-missing = 请选择角色。
ui-administration-diseases = 病种
ui-administration-diseases-all = 全部
ui-administration-post-until = 至
ui-administration-post-give = 为 { $login } 增加岗位
ui-administration-post-give-do = 增加岗位
ui-administration-post-end = 终止
ui-administration-post-end-title = 终止 { $login } 的{ $role }岗位？
ui-administration-post-end-text = 该岗位赋予的权限立即终止，由此委托出去的权限也随之终止。其会话以其余权限继续，责任事项仍归单位。岗位可以重新授予。
ui-administration-over = 已终止
ui-administration-from = 自
ui-administration-disabled-at = 停用时间
ui-administration-looks = 审计
ui-administration-looks-of = 此用户做过什么
ui-administration-account-acts = 账户
ui-administration-account-acts-text = 以下操作须对该用户任职的全部地区都有管理权。
ui-administration-password-reset = 重设密码
ui-administration-password-reset-title = 为 { $login } 重设密码？
ui-administration-password-reset-text = 该用户的全部会话立即结束。请先确认是其本人提出。
ui-administration-factor-reset = 取消第二重验证
ui-administration-factor-reset-title = 取消 { $login } 的第二重验证？
ui-administration-factor-reset-text = 在重新设置之前，该用户只凭密码登录；全部会话立即结束。仅用于设备和恢复码都已丢失的情况，请先确认是其本人提出。
ui-administration-sessions-end = 结束全部会话
ui-administration-sessions-end-title = 结束 { $login } 的全部会话？
ui-administration-sessions-end-text = 该用户在数秒内从各处退出；已填写而未提交的内容留在页面上，直到重新登录。账户仍可使用。
ui-administration-keys-too = 同时吊销其程序密钥
ui-administration-disable = 停用
ui-administration-disable-title = 停用 { $login }？
ui-administration-disable-text = 该用户不能再登录，全部会话立即结束，持其密钥的程序被拒绝。责任事项仍归单位。可以恢复。
ui-administration-enable = 恢复
ui-administration-enable-title = 恢复 { $login }？
ui-administration-enable-text = 该用户可用原密码登录，并拥有尚未终止的全部岗位。

## 审计

ui-administration-audit = 审计
ui-administration-audit-note = 谁查阅、检索、导出过记录，谁被拒绝，谁改动过账户和设置。任何条目都不能更改。
ui-administration-audit-person = 谁查看过人员 …{ $id }
ui-administration-audit-person-note = 不论查看者在哪里：此人属于您的地区。
ui-administration-audit-person-text = 对此人及其病例、接触情况、隔离决定的全部查看，包含此人的全部列表和导出，以及全部被拒绝的请求。
ui-administration-audit-nobody = 没有人查看过此人。
ui-administration-audit-none = 没有条目。
ui-administration-audit-id = 谁查看过此人？
ui-administration-audit-id-hint = 编号见其页面或清除证明。
ui-administration-audit-id-wrong = 这不是编号。
ui-administration-audit-who = 谁看过？
ui-administration-audit-at = 时间
ui-administration-audit-kind = 事项
ui-administration-audit-action = 操作代码
ui-administration-audit-by = 操作人
ui-administration-audit-of-person = 人员
ui-administration-audit-subject = 对象
ui-administration-audit-route = 地址
ui-administration-audit-purpose = 用途
ui-administration-audit-count = 次数
ui-administration-audit-more = 详情
ui-administration-audit-show = 查看
ui-administration-audit-unknown = 身份不明
ui-administration-audit-lacked = 缺少权限：{ $what }
ui-administration-audit-code = 拒绝原因
ui-administration-audit-same = 同一地址的其他条目
ui-administration-audit-same-subject = 同一对象的全部条目
ui-administration-audit-persons = 涉及 { $count } 人：

## 紧急查阅

ui-administration-glass = 紧急查阅
ui-administration-glass-note = 外地人员因紧急理由打开的本地区记录。每一项都须在一天内核查。
ui-administration-glass-none = 没有人打开过您地区的记录。
ui-administration-glass-which = 显示哪些
ui-administration-glass-all = 全部
ui-administration-glass-open = 待核查
ui-administration-glass-reviewed = 已核查
ui-administration-glass-still = 仍可查阅
ui-administration-glass-opened = 打开时间
ui-administration-glass-ends = 到期时间
ui-administration-glass-closed = 关闭时间
ui-administration-glass-close-reason = 关闭理由
ui-administration-glass-ground = 事由
ui-administration-glass-of = <name></name>的紧急查阅
ui-administration-glass-review = 核查
ui-administration-glass-reviewer = 核查人
ui-administration-glass-record = 登记核查
ui-administration-glass-finding = 结论
ui-administration-glass-finding-missing = 请说明是否正当。
ui-administration-glass-note-label = 说明
ui-administration-glass-own = 这是您本人打开的，由他人核查。
ui-administration-glass-unjustified = 查阅立即关闭。结论永久留存，打开者本人可见。
ui-administration-glass-close = 关闭
ui-administration-glass-close-title = 关闭这次查阅？
ui-administration-glass-close-text = { $name }将不能再查看该记录。如另有理由可以再次打开。

## 保存期限

ui-administration-law = 保存期限
ui-administration-law-note = 数据保存多久、依据什么、哪些被保全，以及已清除内容的证明。
ui-administration-retention = 期限
ui-administration-retention-kind = 种类
ui-administration-retention-days = 保存
ui-administration-retention-basis = 依据
ui-administration-retention-confidence = 可靠程度
ui-administration-retention-set = 本系统设定于
ui-administration-retention-shipped = 出厂设置：{ $count } 天
ui-administration-retention-change = 更改
ui-administration-retention-title = 保存期限：{ $kind }
ui-administration-retention-do = 设定期限
ui-administration-retention-same = 自最后一条相关记录起算。
ui-administration-retention-shorter = 期限缩短：下次清除时会清除更多内容，清除后不能恢复。现在不清除任何内容。
ui-administration-retention-longer = 期限延长：个人资料的保存将超过此前所定。请写明允许这样做的规定。
ui-administration-retention-least = 最短 { $count } 天。
ui-administration-retention-by = 依据的规定或决定
ui-administration-retention-by-hint = 会写入每份证明。
ui-administration-days = { $count } 天
ui-administration-days-unit = 天
ui-administration-holds = 法定保全
ui-administration-holds-none = 没有保全。
ui-administration-holds-all = 包括已解除的
ui-administration-hold-set = 设定保全
ui-administration-hold-text = 解除之前，被保全的内容既不因到期也不因申请而清除。对病例的保全也包括其接触者。
ui-administration-hold-what = 对象
ui-administration-hold-kind = 种类
ui-administration-hold-id = 编号
ui-administration-hold-since = 设定时间
ui-administration-hold-area-missing = 请选择地区。
ui-administration-hold-release = 解除
ui-administration-hold-release-title = 解除这项保全？
ui-administration-hold-release-text = 此后记录恢复按期限处理：已过期的将在下次清除时清除，删除申请也不再因此被拒绝。
ui-administration-hold-released = 已解除
ui-administration-purge = 清除
ui-administration-purge-look = 有哪些到期？
ui-administration-purge-would = 将清除的内容
ui-administration-purge-nothing = 没有到期的内容。
ui-administration-purge-text = 尚未清除任何内容。被保全的不在其中。
ui-administration-purge-do = 清除到期内容
ui-administration-purge-title = 清除到期内容？
ui-administration-purge-consequence = { $persons ->
    [0] 将永久清除 { $total } 条。
   *[other] 将永久清除 { $persons } 人：姓名、号码、住址以及以其密钥封存的内容，此后任何人都无法读取。共清除 { $total } 条。
}此操作不能撤回。事实保留，但不含姓名。系统将出具证明。
ui-administration-purge-tick = 我已查看到期内容，应保全的均已保全。
ui-administration-purge-before = 最后记录早于
ui-administration-purge-purged = 清除
ui-administration-purge-held = 保全
ui-administration-purge-persons = 人数
ui-administration-certificates = 清除证明
ui-administration-certificates-none = 尚未清除过。
ui-administration-certificate = 证明 …{ $id }
ui-administration-certificate-trial = 试算，未清除
ui-administration-certificate-made = 出具时间
ui-administration-certificate-more = 尚有到期
ui-administration-certificate-more-text = 到期人数超过一份证明的容量，请再次清除。
ui-administration-certificate-what = 清除内容
ui-administration-certificate-proof = 凭证
ui-administration-certificate-id = 证明编号
ui-administration-certificate-installation = 系统编号
ui-administration-certificate-hash = SHA-256
ui-administration-certificate-fact = 台账中的事实
ui-administration-certificate-text = 本证明的摘要已记入台账，台账一经改写即可发现。
ui-administration-certificate-cuts = 审计链截断之处
ui-administration-certificate-cut = …{ $writer } 的链：至第 { $seq } 条
ui-administration-certificate-persons = 清除 { $count } 人
ui-administration-certificate-persons-text = 只列编号，已无法对应姓名。恢复较早的备份之后，须据此重新清除。

## 运行状况

ui-administration-health = 系统运行状况
ui-administration-health-note = 服务器此刻所见。服务器未运行时，可在机器上运行 fenghuo doctor 查看同样的内容。
ui-administration-health-again = 重新检查
ui-administration-health-sum = { $faults ->
    [0] { $warnings ->
        [0] 一切正常。
       *[other] 可以运行，有 { $warnings } 项警告。
    }
   *[other] 有 { $faults } 项故障需要处理。
}
ui-administration-backup = 备份
ui-administration-backup-elsewhere = 服务器没有说明最近一次备份的时间，可在服务器上运行 fenghuo doctor 查看。
ui-administration-backup-text = 备份在服务器上进行：fenghuo admin backup，由定时器每天运行。密钥文件请另行保存：没有它，备份中的姓名无法读取。
ui-administration-backup-last = 最近备份
ui-administration-backup-old = 逾期天数
ui-administration-findings = 检查结果
ui-administration-runs = 运行信息
ui-administration-version = 版本
ui-administration-mode = 性质
ui-administration-clock = 时钟

## 设置

ui-administration-installation = 设置
ui-administration-installation-note = 对整个系统有效，须有全部地区的管理权。
ui-administration-factor-roles = 需要第二重验证的角色
ui-administration-factor-roles-text = 担任这些角色的人，登录时除密码外还须提供设备上的验证码。
ui-administration-factor-roles-set = 设定角色
ui-administration-factor-roles-title = 更改需要第二重验证的角色？
ui-administration-factor-roles-more = 新增：{ $roles }。担任这些角色而没有第二重验证的人，从下一次请求起，在设置之前不能进行任何操作。
ui-administration-factor-roles-fewer = 需要第二重验证的角色减少。已设置的仍然有效，登录时仍会要求。
ui-administration-glass-rules = 紧急查阅
ui-administration-glass-rules-text = 一个人可以打开本人地区以外的记录多久、多少次。
ui-administration-glass-rules-set = 设定
ui-administration-glass-rules-title = 更改紧急查阅的规则？
ui-administration-glass-rules-consequence = 此后每次最长 { $minutes } 分钟，24 小时内最多 { $count } 次。已打开的到期为止。
ui-administration-glass-longest = 最长时间
ui-administration-glass-per-day = 每人 24 小时内次数
ui-administration-minutes = 分钟
ui-administration-drill = 演练时钟
ui-administration-drill-runs = 走速
ui-administration-drill-stands = 静止
ui-administration-drill-speed-is = 每秒走 { $speed } 秒
ui-administration-drill-to = 拨快至
ui-administration-drill-to-hint = 只能往后拨。
ui-administration-drill-speed = 每秒走多少秒
ui-administration-drill-go = 自行走动
ui-administration-drill-set = 拨钟
ui-administration-drill-title = 拨动演练时钟？
ui-administration-drill-text = 对所有参加演练的人，时间都会推后：其间的时限届满，责任事项升级，隔离天数流逝。时钟不能往回拨。新的时间：

## 本人账户

ui-administration-borrowed = 受托权限
ui-administration-own-password = 密码
ui-administration-own-password-text = 更改后，您的其他会话随即结束。
ui-administration-own-password-done = 密码已更改，其他会话已结束。
ui-administration-factor = 第二重验证
ui-administration-factor-text = 除密码外，另须设备上的验证码。
ui-administration-factor-on = 每次登录都需要
ui-administration-factor-off = 未设置
ui-administration-factor-left = 剩余恢复码
ui-administration-factor-due = 岗位要求
ui-administration-factor-few = 恢复码所剩不多。重新设置即可得到十个。
ui-administration-factor-begin = 设置第二重验证
ui-administration-factor-replace = 重新设置
ui-administration-factor-enrol-text = 请准备好验证码应用。此后每次登录都需要验证码。
ui-administration-factor-replace-text = 新设备确认之后，原有设备和恢复码即告失效。
ui-administration-factor-keep = 存为文件
ui-administration-factor-remove = 取消
ui-administration-factor-remove-text = 此后只凭密码即可进入您的账户。
ui-administration-factor-remove-due = 您的岗位要求第二重验证：取消之后，在重新设置之前不能进行任何操作。
ui-administration-sessions = 会话
ui-administration-session-begun = 开始时间
ui-administration-session-seen = 最近使用
ui-administration-session-ends = 到期时间
ui-administration-session-this = 当前
ui-administration-session-end = 结束
ui-administration-session-end-title = 结束这个会话？
ui-administration-session-end-text = 使用者在数秒内退出。如果您不认得这个会话，请同时更改密码。
ui-administration-keys = 程序密钥
ui-administration-keys-text = 持有密钥的程序代表您操作，限于所定范围，且不超过您当时的权限。
ui-administration-keys-none = 您没有发放密钥。
ui-administration-key-new = 新密钥
ui-administration-key-make = 生成密钥
ui-administration-key-name = 用途
ui-administration-key-name-hint = 例如：检验系统，三病区。
ui-administration-key-actions = 可以
ui-administration-key-actions-missing = 请至少选择一项。
ui-administration-key-areas = 地区
ui-administration-key-all-areas = 本人全部地区
ui-administration-key-ends = 到期时间
ui-administration-key-ends-hint = 一年以内。
ui-administration-key-used = 最近使用
ui-administration-key-unused = 从未
ui-administration-key-good = 有效
ui-administration-key-expired = 已到期
ui-administration-key-revoked = 已吊销
ui-administration-key-made = 密钥
ui-administration-key-made-text = 只显示这一次。请存放在程序读取之处，不要存放在别处。
ui-administration-key-kept = 已妥善保存
ui-administration-key-revoke = 吊销
ui-administration-key-revoke-title = 吊销密钥“<name></name>”？
ui-administration-key-revoke-text = 程序从现在起被拒绝。不能撤回，但可以生成新密钥。
ui-administration-delegations = 权限委托
ui-administration-delegations-text = 用于休假和病假：把岗位权限委托他人一段时间。受托人代表您操作，并会留痕。
ui-administration-delegations-none = 没有委托。
ui-administration-delegations-waiting = 待我同意的
ui-administration-lender = 委托人
ui-administration-taker = 受托人
ui-administration-lend = 委托
ui-administration-lend-do = 委托
ui-administration-lend-text = 岗位“{ $post }”赋予的权限。管理和清除的权限不能委托。
ui-administration-lend-to = 受托人
ui-administration-lend-to-hint = 本单位人员的用户名。
ui-administration-lend-all = 全部
ui-administration-lend-span = 起止
ui-administration-lend-from = 自
ui-administration-lend-until = 至
ui-administration-lend-until-hint = 92 天以内。
ui-administration-lend-allow = 同意
ui-administration-lend-allow-title = 同意这项委托？
ui-administration-lend-allow-text = { $to }（其他单位人员）将在所定期间内拥有{ $from }的权限。
ui-administration-lend-end = 终止
ui-administration-lend-end-title = 终止这项委托？
ui-administration-lend-end-text = { $name }立即失去受托的权限。已经做过的仍然有效。
